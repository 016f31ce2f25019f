import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { createMetrics } from './metrics.ts';

async function ownMetrics() {
  const metrics = createMetrics({ version: '1', node: 'n' });
  metrics.watch({ rooms: () => 2, peers: () => 3, redisUp: () => true });
  const all = await metrics.registry.getMetricsAsJSON();
  return { metrics, own: all.filter(({ name }) => name.startsWith('signaling_')) };
}

it('every metric is told in docs/metrics.md with its type and labels, and no other', async () => {
  const { metrics, own } = await ownMetrics();
  metrics.disconnected(1000);
  const text = await metrics.registry.metrics();
  const labelsOf = (name: string) => {
    const sample = new RegExp(`^${name}(?:_bucket)?\\{([^}]*)\\}`, 'm').exec(text)?.[1] ?? '';
    const names = [...sample.matchAll(/(\w+)="/g)].map(([, label]) => label);
    // A histogram has it by nature.
    return names.filter((label) => label !== 'le').join();
  };
  const page = readFileSync(new URL('../../../../docs/metrics.md', import.meta.url), 'utf8');
  const told = [...page.matchAll(/^\| `(signaling_\w+)` \| (\w+) \| ([^|]*)\|/gm)].map(
    ([, name, type, labels = '']) => `${name} ${type} ${labels.replace(/[` ]/g, '')}`,
  );
  const seen = own.map(({ name, type }) => `${name} ${type} ${labelsOf(name)}`);
  expect(seen.toSorted()).toEqual(told.toSorted());
});

it('a close code that is not in the protocol is counted as other, so that clients cannot make labels', async () => {
  const { metrics } = await ownMetrics();
  metrics.connected();
  metrics.connected();
  metrics.disconnected(4321);
  metrics.disconnected(1000);
  const text = await metrics.registry.metrics();
  expect(text).toContain('signaling_disconnects_total{code="other"} 1');
  expect(text).toContain('signaling_disconnects_total{code="1000"} 1');
  expect(text).toContain('signaling_connections 0');
});

it('counters are there from the start, at zero', async () => {
  const { metrics } = await ownMetrics();
  const text = await metrics.registry.metrics();
  expect(text).toContain('signaling_messages_forwarded_total{scope="remote"} 0');
  expect(text).toContain('signaling_errors_total{code="undeliverable"} 0');
  expect(text).toContain('signaling_faults_total{where="relay"} 0');
  expect(text).toContain('signaling_rooms 2');
  expect(text).toContain('signaling_redis_up 1');
});
