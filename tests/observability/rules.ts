import type { Alert, Series } from './alert.ts';
import { alertsOfCalls } from './alerts-of-calls.ts';
import { alertsOfNodes } from './alerts-of-nodes.ts';

export const RUNBOOK = 'docs/operations.md';
export const ALERTS: readonly Alert[] = [...alertsOfCalls, ...alertsOfNodes];

/** The rules as Prometheus reads them. */
export function alertRules(): object {
  const rulesOf = (alerts: readonly Alert[]) => alerts.map(ruleOf);
  return {
    groups: [
      { name: 'calls', rules: rulesOf(alertsOfCalls) },
      { name: 'nodes', rules: rulesOf(alertsOfNodes) },
    ],
  };
}

/** The tests of the rules as promtool reads them: for each alert series that set it off, and series that do not. */
export function alertTests(): object {
  return {
    rule_files: ['alerts.yml'],
    evaluation_interval: '1m',
    tests: ALERTS.flatMap((alert) => [firesTest(alert), quietTest(alert)]),
  };
}

function ruleOf(alert: Alert): object {
  return {
    alert: alert.name,
    expr: alert.expr,
    for: alert.for,
    labels: { severity: alert.severity },
    annotations: annotationsOf(alert),
  };
}

function annotationsOf({ name, summary }: Alert): object {
  return { summary, runbook: `${RUNBOOK}#${name.toLowerCase()}` };
}

function firesTest(alert: Alert): object {
  const { name, severity, fires } = alert;
  const expected = { exp_labels: { severity, ...fires.labels }, exp_annotations: annotationsOf(alert) };
  return {
    name: `${name} fires`,
    interval: '1m',
    input_series: seriesOf(fires.series),
    alert_rule_test: [{ eval_time: lastMinute(alert), alertname: name, exp_alerts: [expected] }],
  };
}

function quietTest(alert: Alert): object {
  const minutes = Array.from({ length: Number.parseInt(lastMinute(alert), 10) }, (_, minute) => minute + 1);
  return {
    name: `${alert.name} keeps quiet`,
    interval: '1m',
    input_series: seriesOf(alert.quiet),
    // At each minute, as one that goes off for a moment would be seen at no single one.
    alert_rule_test: minutes.map((minute) => ({
      eval_time: `${minute}m`,
      alertname: alert.name,
      exp_alerts: [],
    })),
  };
}

/** Long enough for what has to hold for an hour. */
function lastMinute(alert: Alert): string {
  return alert.for === '1h' ? '80m' : '30m';
}

function seriesOf(series: Series): object[] {
  return Object.entries(series).map(([key, values]) => ({ series: key, values }));
}
