import type { Dashboard } from './dashboard.ts';

const NODES = 'job="signaling"';

/** The parts: nodes, Redis as they see it, TURN, and what each has left. */
export const partsDashboard: Dashboard = {
  uid: 'parley-parts',
  title: 'Parley: nodes, Redis and TURN',
  rows: [
    {
      title: 'Nodes',
      panels: [
        {
          title: 'Nodes up',
          about: 'Of those that Prometheus knows.',
          kind: 'stat',
          unit: 'short',
          width: 6,
          queries: [{ expr: `sum(up{${NODES}})`, legend: 'up' }],
        },
        {
          title: 'Versions',
          about: 'How many nodes run which version; two of them for long is a rollout that stands still.',
          kind: 'stat',
          unit: 'short',
          width: 6,
          queries: [{ expr: 'count by (version) (signaling_build_info)', legend: '{{version}}' }],
        },
        {
          title: 'Errors of the nodes themselves',
          about: 'Anything above zero is a bug worth reporting; the log has it as err.',
          kind: 'timeseries',
          unit: 'short',
          width: 12,
          queries: [{ expr: 'sum by (where) (increase(signaling_faults_total[5m]))', legend: '{{where}}' }],
        },
        {
          title: 'Peers on each node',
          about: 'Rooms are spread by a hash, so nodes differ a little.',
          kind: 'timeseries',
          unit: 'short',
          width: 12,
          queries: [{ expr: 'signaling_peers', legend: '{{instance}}' }],
        },
        {
          title: 'Messages on one node, and from node to node',
          about:
            'Rooms stay on one node, so nearly all messages should; more remote ones follow a scaling or a stop.',
          kind: 'timeseries',
          unit: 'reqps',
          width: 12,
          queries: [
            {
              expr: 'sum by (scope) (rate(signaling_messages_forwarded_total[5m]))',
              legend: '{{scope}}',
            },
          ],
        },
      ],
    },
    {
      title: 'Saturation',
      panels: [
        {
          title: 'CPU of each node',
          about: 'A node can use one core; at 0.8 it is time for one more node.',
          kind: 'timeseries',
          unit: 'percentunit',
          width: 8,
          queries: [{ expr: `rate(process_cpu_seconds_total{${NODES}}[5m])`, legend: '{{instance}}' }],
        },
        {
          title: 'Memory of each node',
          about: 'docs/operations.md says what a connection takes.',
          kind: 'timeseries',
          unit: 'bytes',
          width: 8,
          queries: [{ expr: `process_resident_memory_bytes{${NODES}}`, legend: '{{instance}}' }],
        },
        {
          title: 'How late a node is (p99)',
          about: 'The lag of its event loop.',
          kind: 'timeseries',
          unit: 's',
          width: 8,
          queries: [{ expr: `nodejs_eventloop_lag_p99_seconds{${NODES}}`, legend: '{{instance}}' }],
        },
        {
          title: 'Open files of those allowed',
          about: 'Each connection is one.',
          kind: 'timeseries',
          unit: 'percentunit',
          width: 12,
          queries: [
            { expr: `process_open_fds{${NODES}} / process_max_fds{${NODES}}`, legend: '{{instance}}' },
          ],
        },
        {
          title: 'Redis, as each node sees it',
          about: '1 while commands and the own channel of the node work.',
          kind: 'timeseries',
          unit: 'bool_on_off',
          width: 12,
          queries: [{ expr: 'signaling_redis_up', legend: '{{instance}}' }],
        },
      ],
    },
    {
      title: 'TURN',
      panels: [
        {
          title: 'A relay can be had',
          about: '1 where the probe allocated over this transport.',
          kind: 'timeseries',
          unit: 'bool_on_off',
          width: 8,
          queries: [{ expr: 'parley_probe_turn_up', legend: '{{transport}}' }],
        },
        {
          title: 'Time of an allocation',
          about: 'The slowest server of each transport.',
          kind: 'timeseries',
          unit: 's',
          width: 8,
          queries: [{ expr: 'parley_probe_turn_seconds', legend: '{{transport}}' }],
        },
        {
          title: 'Allocations',
          about:
            "coturn's own count, where its build has an exporter: docs/metrics.md. No more than there are relay ports.",
          kind: 'timeseries',
          unit: 'short',
          width: 8,
          queries: [{ expr: 'sum by (type) (turn_total_allocations)', legend: '{{type}}' }],
        },
        {
          title: 'Relayed bytes',
          about: 'Of sessions that have ended: coturn counts them then.',
          kind: 'timeseries',
          unit: 'Bps',
          width: 12,
          queries: [
            { expr: 'sum(rate(turn_total_traffic_rcvb[5m]))', legend: 'from callers' },
            { expr: 'sum(rate(turn_total_traffic_sentb[5m]))', legend: 'to callers' },
          ],
        },
        {
          title: 'STUN',
          about: 'Callers that ask for the address they are seen under.',
          kind: 'timeseries',
          unit: 'reqps',
          width: 12,
          queries: [{ expr: 'sum(rate(stun_binding_request[5m]))', legend: 'requests' }],
        },
      ],
    },
  ],
};
