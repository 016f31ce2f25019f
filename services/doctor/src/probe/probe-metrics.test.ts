import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { PhaseFailed } from './phases.ts';
import type { Phase } from './phases.ts';
import { createProbeMetrics } from './probe-metrics.ts';

const NOW = 1_800_000_000_000;
const whole = new Map<Phase, number>([
  ['join', 0.1],
  ['meet', 0.2],
  ['path', 0.3],
  ['byte', 0.4],
]);

async function told(metrics: ReturnType<typeof createProbeMetrics>): Promise<string> {
  return metrics.registry.metrics();
}

it('every metric is told in docs/metrics.md with its type and labels, and no other', async () => {
  const metrics = createProbeMetrics();
  metrics.round({ seconds: whole, areApart: true, failure: undefined }, NOW);
  metrics.turn([{ transport: 'udp', seconds: 0.1, cause: undefined }]);
  const own = (await metrics.registry.getMetricsAsJSON()).map(({ name, type, values }) => {
    const labels = new Set(values.flatMap((value) => Object.keys(value.labels ?? {})));
    return `${name} ${type} ${[...labels].join()}`;
  });
  const page = readFileSync(new URL('../../../../docs/metrics.md', import.meta.url), 'utf8');
  const rows = [...page.matchAll(/^\| `(parley_probe_\w+)` \| (\w+) \| ([^|]*)\|/gm)];
  const lines = rows.map(([, name, type, labels = '']) => `${name} ${type} ${labels.replace(/[` ]/g, '')}`);
  expect(own.toSorted()).toEqual(lines.toSorted());
});

it('tells a call that came about', async () => {
  const metrics = createProbeMetrics();
  metrics.round({ seconds: whole, areApart: true, failure: undefined }, NOW);
  const text = await told(metrics);
  expect(text).toContain('parley_probe_up 1');
  expect(text).toContain('parley_probe_apart 1');
  expect(text).toContain('parley_probe_phase_seconds{phase="path"} 0.3');
  expect(text).toContain('parley_probe_rounds_total{outcome="ok"} 1');
  expect(text).toContain('parley_probe_rounds_total{outcome="path"} 0');
  expect(text).toContain(`parley_probe_last_success_timestamp_seconds ${NOW / 1_000}`);
});

it('forgets the time of a phase that the next call did not come to', async () => {
  const metrics = createProbeMetrics();
  metrics.round({ seconds: whole, areApart: true, failure: undefined }, NOW);
  const failure = new PhaseFailed('path', new Error('no relay'));
  metrics.round({ seconds: new Map([['join', 0.5]]), areApart: false, failure }, NOW + 30_000);
  const text = await told(metrics);
  expect(text).toContain('parley_probe_up 0');
  expect(text).toContain('parley_probe_phase_seconds{phase="join"} 0.5');
  expect(text).not.toContain('phase="path"} 0.3');
  expect(text).toContain('parley_probe_rounds_total{outcome="path"} 1');
  expect(text).toContain(`parley_probe_last_success_timestamp_seconds ${NOW / 1_000}`);
});

it('tells a transport that would not relay, and forgets one that peers are no longer told of', async () => {
  const metrics = createProbeMetrics();
  metrics.turn([
    { transport: 'udp', seconds: 0.1, cause: undefined },
    { transport: 'tls', seconds: 0.2, cause: undefined },
  ]);
  metrics.turn([{ transport: 'udp', seconds: undefined, cause: 'ECONNREFUSED' }]);
  const text = await told(metrics);
  expect(text).toContain('parley_probe_turn_up{transport="udp"} 0');
  expect(text).not.toContain('transport="tls"');
  expect(text).not.toMatch(/parley_probe_turn_seconds\{/);
});
