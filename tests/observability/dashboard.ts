// Grafana's dashboard JSON, as little of it as our panels need.
const SCHEMA_VERSION = 41;
const COLUMNS = 24;
const HEIGHT = 8;
const DATASOURCE = { type: 'prometheus', uid: 'prometheus' };

/** Grafana's names of units. */
export type Unit = 'short' | 's' | 'percentunit' | 'reqps' | 'bytes' | 'Bps' | 'd' | 'bool_on_off';

export interface Query {
  readonly expr: string;
  readonly legend: string;
}

export interface Panel {
  readonly title: string;
  /** What a person is to make of it. */
  readonly about: string;
  readonly kind: 'timeseries' | 'stat';
  readonly unit: Unit;
  readonly width: 4 | 6 | 8 | 12 | 24;
  readonly queries: readonly Query[];
}

export interface Dashboard {
  readonly uid: string;
  readonly title: string;
  readonly rows: readonly { readonly title: string; readonly panels: readonly Panel[] }[];
}

/** The JSON that Grafana provisions. */
export function dashboardJson({ uid, title, rows }: Dashboard): object {
  const panels: object[] = [];
  let y = 0;
  for (const row of rows) {
    panels.push({
      id: panels.length + 1,
      type: 'row',
      title: row.title,
      collapsed: false,
      panels: [],
      gridPos: { h: 1, w: COLUMNS, x: 0, y },
    });
    y += 1;
    let x = 0;
    for (const panel of row.panels) {
      if (x + panel.width > COLUMNS) {
        x = 0;
        y += HEIGHT;
      }
      panels.push(panelJson(panel, panels.length + 1, { h: HEIGHT, w: panel.width, x, y }));
      x += panel.width;
    }
    y += HEIGHT;
  }
  return {
    uid,
    title,
    tags: ['parley'],
    editable: false,
    schemaVersion: SCHEMA_VERSION,
    version: 1,
    refresh: '30s',
    time: { from: 'now-6h', to: 'now' },
    timezone: 'browser',
    templating: { list: [] },
    annotations: { list: [] },
    panels,
  };
}

function panelJson(panel: Panel, id: number, gridPos: object): object {
  return {
    id,
    type: panel.kind,
    title: panel.title,
    description: panel.about,
    datasource: DATASOURCE,
    gridPos,
    fieldConfig: { defaults: { unit: panel.unit, min: 0 }, overrides: [] },
    options:
      panel.kind === 'stat'
        ? { reduceOptions: { calcs: ['lastNotNull'], fields: '', values: false }, graphMode: 'area' }
        : { legend: { displayMode: 'list', placement: 'bottom' }, tooltip: { mode: 'multi' } },
    targets: panel.queries.map(({ expr, legend }, index) => ({
      refId: String.fromCharCode(65 + index),
      datasource: DATASOURCE,
      expr,
      legendFormat: legend,
    })),
  };
}
