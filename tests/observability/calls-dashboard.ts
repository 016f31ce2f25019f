import type { Dashboard } from './dashboard.ts';

const p99 = (metric: string, by = '') =>
  `histogram_quantile(0.99, sum by (le${by}) (rate(${metric}_bucket[5m])))`;
const p50 = (metric: string) => `histogram_quantile(0.5, sum by (le) (rate(${metric}_bucket[5m])))`;
const JOIN = 'signaling_message_handling_duration_seconds';
const RELAY = 'signaling_relay_delivery_duration_seconds';
const joinTime = (quantile: number) =>
  `histogram_quantile(${quantile}, sum by (le) (rate(${JOIN}_bucket{type="join"}[5m])))`;

/** The one screen that says whether people can call. */
export const callsDashboard: Dashboard = {
  uid: 'parley-calls',
  title: 'Parley: calls',
  rows: [
    {
      title: 'Can people call?',
      panels: [
        {
          title: 'A call comes about',
          about: '1 where the last call of the probe came about, from end to end over a relay.',
          kind: 'stat',
          unit: 'bool_on_off',
          width: 4,
          queries: [{ expr: 'parley_probe_up', legend: 'up' }],
        },
        {
          title: 'Of the last day',
          about: 'Share of the calls of the last 24 hours that came about.',
          kind: 'stat',
          unit: 'percentunit',
          width: 4,
          queries: [
            {
              expr: 'sum(increase(parley_probe_rounds_total{outcome="ok"}[1d])) / sum(increase(parley_probe_rounds_total[1d]))',
              legend: 'came about',
            },
          ],
        },
        {
          title: 'Certificate',
          about: 'Days until the certificate of the page ends.',
          kind: 'stat',
          unit: 'd',
          width: 4,
          queries: [{ expr: 'parley_probe_certificate_days', legend: 'days' }],
        },
        {
          title: 'Time of each phase',
          about:
            'join: the first is in. meet: the second is in, through another node where there is one, and the first heard of it. path: a data channel over a relay is open. byte: a byte went there and back.',
          kind: 'timeseries',
          unit: 's',
          width: 12,
          queries: [{ expr: 'parley_probe_phase_seconds', legend: '{{phase}}' }],
        },
        {
          title: 'Failed calls, by phase',
          about: 'Where the calls of the probe failed.',
          kind: 'timeseries',
          unit: 'short',
          width: 12,
          queries: [
            {
              expr: 'sum by (outcome) (increase(parley_probe_rounds_total{outcome!="ok"}[5m]))',
              legend: '{{outcome}}',
            },
          ],
        },
        {
          title: 'Through different nodes',
          about: '1 where the two of the last call were on different nodes, so that Redis carried it.',
          kind: 'timeseries',
          unit: 'bool_on_off',
          width: 12,
          queries: [{ expr: 'parley_probe_apart', legend: 'apart' }],
        },
      ],
    },
    {
      title: 'People',
      panels: [
        {
          title: 'Peers, rooms, connections',
          about: 'Of all nodes. A room that is split counts once on each of its nodes.',
          kind: 'timeseries',
          unit: 'short',
          width: 12,
          queries: [
            { expr: 'sum(signaling_peers)', legend: 'peers' },
            { expr: 'sum(signaling_rooms)', legend: 'rooms' },
            { expr: 'sum(signaling_connections)', legend: 'connections' },
          ],
        },
        {
          title: 'Frames from clients, by type',
          about: 'A rise of resume is a rise of connections that dropped.',
          kind: 'timeseries',
          unit: 'reqps',
          width: 12,
          queries: [
            { expr: 'sum by (type) (rate(signaling_messages_received_total[5m]))', legend: '{{type}}' },
          ],
        },
        {
          title: 'Connections that ended, by close code',
          about:
            '1001: the page was closed. 1006: the network went. 1012: a node stopped. 4001: too slow a reader. 4002: no sign of life.',
          kind: 'timeseries',
          unit: 'reqps',
          width: 12,
          queries: [{ expr: 'sum by (code) (rate(signaling_disconnects_total[5m]))', legend: '{{code}}' }],
        },
        {
          title: 'Requests refused, by code',
          about:
            'busy, unavailable and internal are the fault of the deployment; the rest is that of clients.',
          kind: 'timeseries',
          unit: 'reqps',
          width: 12,
          queries: [{ expr: 'sum by (code) (rate(signaling_errors_total[5m]))', legend: '{{code}}' }],
        },
        {
          title: 'Connections refused, by why',
          about:
            'origin: a foreign page. address: too many from one network. full: MAX_CONNECTIONS of a node.',
          kind: 'timeseries',
          unit: 'reqps',
          width: 12,
          queries: [
            { expr: 'sum by (why) (rate(signaling_connections_refused_total[5m]))', legend: '{{why}}' },
          ],
        },
        {
          title: 'Comebacks',
          about: 'Sessions that asked to resume, and those that came too late for it.',
          kind: 'timeseries',
          unit: 'reqps',
          width: 12,
          queries: [
            { expr: 'sum(rate(signaling_messages_received_total{type="resume"}[5m]))', legend: 'resumes' },
            { expr: 'sum(rate(signaling_errors_total{code="session_expired"}[5m]))', legend: 'too late' },
          ],
        },
      ],
    },
    {
      title: 'Time',
      panels: [
        {
          title: 'Joins',
          about: 'From the frame read to the answer written, the store included.',
          kind: 'timeseries',
          unit: 's',
          width: 8,
          queries: [
            { expr: joinTime(0.5), legend: 'median' },
            { expr: joinTime(0.99), legend: 'p99' },
          ],
        },
        {
          title: 'From node to node',
          about: 'From an envelope queued for another node to the word that it was heard.',
          kind: 'timeseries',
          unit: 's',
          width: 8,
          queries: [
            { expr: p50(RELAY), legend: 'median' },
            { expr: p99(RELAY), legend: 'p99' },
          ],
        },
        {
          title: 'Handling, by type (p99)',
          about: 'A message that stays on its node takes microseconds.',
          kind: 'timeseries',
          unit: 's',
          width: 8,
          queries: [{ expr: p99(JOIN, ', type'), legend: '{{type}}' }],
        },
      ],
    },
  ],
};
