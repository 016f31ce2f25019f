import * as fc from 'fast-check';
import { Histogram, Registry } from 'prom-client';
import { expect, it } from 'vitest';
import { CountedHistogram } from './counted-histogram.ts';

const options = { name: 'd', help: 'a help', labelNames: ['type'], buckets: [0.001, 0.25, 2] };

it('a counted histogram says, line for line, what the library says of the same values', async () => {
  const value = fc.oneof(fc.double({ min: 0, max: 4, noNaN: true }), fc.constantFrom(0, 0.001, 0.25, 2));
  await fc.assert(
    fc.asyncProperty(fc.array(value, { minLength: 1 }), async (values) => {
      const [theirs, ours] = [new Registry(), new Registry()];
      const plain = new Histogram({ ...options, registers: [theirs] });
      const count = new CountedHistogram({ ...options, registers: [ours] }).child({ type: 'a' });
      for (const each of values) {
        plain.observe({ type: 'a' }, each);
        count(each);
      }
      const lines = (text: string) => text.split('\n').map((line) => line.replace(/\{(.*)\}/, sortedLabels));
      expect(lines(await ours.metrics())).toEqual(lines(await theirs.metrics()));
    }),
    { numRuns: 50 },
  );
});

it('a child of a counted histogram is shown from the start', async () => {
  const registry = new Registry();
  new CountedHistogram({ ...options, registers: [registry] }).child({ type: 'b' });
  expect(await registry.metrics()).toContain('d_count{type="b"} 0');
  const [metric] = await registry.getMetricsAsJSON();
  expect(metric?.values).toHaveLength(6);
});

function sortedLabels(_all: string, labels: string): string {
  return `{${labels.split(',').toSorted().join(',')}}`;
}
