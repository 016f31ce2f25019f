import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import { dashboardJson } from './dashboard.ts';
import { FOLDER, DASHBOARDS, files } from './files.ts';
import { knownSeries } from './known-metrics.ts';
import { seriesIn } from './promql.ts';
import { ALERTS, RUNBOOK } from './rules.ts';

const laidOutSchema = z.object({
  panels: z.array(
    z.object({
      id: z.number(),
      gridPos: z.object({ x: z.number(), y: z.number(), w: z.number(), h: z.number() }),
      datasource: z.object({ uid: z.string() }).optional(),
    }),
  ),
});
const sourcesSchema = z.object({ datasources: z.array(z.object({ uid: z.string() })) });
const known = await knownSeries();
const made = await files();
const unknownIn = (expr: string) => seriesIn(expr).filter((series) => !known.has(series));

it.each(Object.entries(made))(
  'infra/observability has %s as its source has it; if not: make dashboards',
  async (name, text) => {
    expect(await readFile(`${FOLDER}${name}`, 'utf8')).toBe(text);
  },
);

describe('no series is asked for that nobody tells', () => {
  const panels = DASHBOARDS.flatMap(({ rows }) => rows.flatMap((row) => row.panels));

  it('not by a panel', () => {
    const asked = panels.flatMap(({ title, queries }) => queries.map(({ expr }) => [title, unknownIn(expr)]));
    expect(asked.length).toBeGreaterThan(20);
    expect(asked.filter(([, unknown]) => unknown?.length !== 0)).toEqual([]);
  });

  it.each(ALERTS)('not by the alert $name', ({ expr }) => {
    expect(seriesIn(expr).length).toBeGreaterThan(0);
    expect(unknownIn(expr)).toEqual([]);
  });

  it('as the parser would find', () => {
    expect(unknownIn('sum by (le) (rate(signaling_gone_total{type="join"}[5m])) / up')).toEqual([
      'signaling_gone_total',
    ]);
    expect(() => seriesIn('sum(rate(up[5m])')).toThrow('no PromQL');
  });
});

describe('the dashboards', () => {
  const drawn = DASHBOARDS.map((dashboard) => laidOutSchema.parse(dashboardJson(dashboard)));

  it('lie on a grid of 24 columns, no panel upon another', () => {
    for (const { panels } of drawn) {
      expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
      const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
        Array.from({ length: w * h }, (_, cell) => `${x + (cell % w)}/${y + Math.floor(cell / w)}`),
      );
      expect(new Set(cells).size).toBe(cells.length);
      expect(panels.every(({ gridPos }) => gridPos.x + gridPos.w <= 24)).toBe(true);
    }
  });

  it('ask the source that Grafana is given', async () => {
    const provisioned = await readFile(`${FOLDER}grafana/provisioning/datasources/prometheus.yml`, 'utf8');
    const [source] = sourcesSchema.parse(parse(provisioned)).datasources;
    const asked = drawn.flatMap(({ panels }) => panels.flatMap(({ datasource }) => datasource?.uid ?? []));
    expect(asked.length).toBeGreaterThan(20);
    expect(new Set(asked)).toEqual(new Set([source?.uid]));
  });
});

describe('the runbook', async () => {
  const page = await readFile(new URL(`../../${RUNBOOK}`, import.meta.url), 'utf8');

  it('has a section for each alert, and for no other', () => {
    const sections = [...page.matchAll(/^### ([A-Z]\w+)$/gm)].map(([, name]) => name);
    expect(new Set(sections)).toEqual(new Set(ALERTS.map(({ name }) => name)));
    expect(sections).toHaveLength(ALERTS.length);
  });
});
