import type { Alert } from './alert.ts';

const NODE = '{job="signaling",instance="a"}';
const node = { job: 'signaling', instance: 'a' };

/** What is wrong with the parts, before people notice or while they do. */
export const alertsOfNodes: readonly Alert[] = [
  {
    name: 'NoNode',
    expr: '(sum(up{job="signaling"}) or vector(0)) == 0',
    for: '1m',
    severity: 'page',
    summary: 'No signaling node is up.',
    // A node that is gone is no target any more.
    fires: { series: { [`up${NODE}`]: '1x5 _x35' } },
    quiet: { [`up${NODE}`]: '0x40', 'up{job="signaling",instance="b"}': '1x40' },
  },
  {
    name: 'NodeDown',
    expr: 'up{job="signaling"} == 0',
    for: '3m',
    severity: 'ticket',
    summary: 'A signaling node does not answer.',
    fires: { series: { [`up${NODE}`]: '0x40', 'up{job="signaling",instance="b"}': '1x40' }, labels: node },
    quiet: { [`up${NODE}`]: '1x10 0x1 1x30' },
  },
  {
    name: 'RedisAway',
    expr: 'signaling_redis_up == 0',
    for: '1m',
    severity: 'page',
    summary: 'A node has lost its Redis: it lets nobody in.',
    fires: { series: { [`signaling_redis_up${NODE}`]: '1x5 0x35' }, labels: node },
    quiet: { [`signaling_redis_up${NODE}`]: '1x40' },
  },
  {
    name: 'NodeFaults',
    expr: 'sum by (instance, where) (increase(signaling_faults_total[15m])) > 0',
    for: '0m',
    severity: 'ticket',
    summary: 'A node caught an error of its own.',
    fires: {
      series: { 'signaling_faults_total{instance="a",where="relay"}': '0x20 1x20' },
      labels: { instance: 'a', where: 'relay' },
    },
    quiet: { 'signaling_faults_total{instance="a",where="relay"}': '3x40' },
  },
  {
    name: 'JoinsSlow',
    expr: 'histogram_quantile(0.99, sum by (le) (rate(signaling_message_handling_duration_seconds_bucket{type="join"}[10m]))) > 0.5',
    for: '10m',
    severity: 'ticket',
    summary: 'One join in a hundred takes more than half a second.',
    fires: {
      series: {
        'signaling_message_handling_duration_seconds_bucket{type="join",le="0.5"}': '0+90x40',
        'signaling_message_handling_duration_seconds_bucket{type="join",le="2"}': '0+100x40',
        'signaling_message_handling_duration_seconds_bucket{type="join",le="+Inf"}': '0+100x40',
      },
    },
    quiet: {
      'signaling_message_handling_duration_seconds_bucket{type="join",le="0.1"}': '0+100x40',
      'signaling_message_handling_duration_seconds_bucket{type="join",le="0.5"}': '0+100x40',
      'signaling_message_handling_duration_seconds_bucket{type="join",le="+Inf"}': '0+100x40',
    },
  },
  {
    name: 'RelaySlow',
    expr: 'histogram_quantile(0.99, sum by (le) (rate(signaling_relay_delivery_duration_seconds_bucket[10m]))) > 0.1',
    for: '10m',
    severity: 'ticket',
    summary: 'What nodes say to each other takes more than 100 ms once in a hundred.',
    fires: {
      series: {
        'signaling_relay_delivery_duration_seconds_bucket{le="0.1"}': '0+90x40',
        'signaling_relay_delivery_duration_seconds_bucket{le="0.5"}': '0+100x40',
        'signaling_relay_delivery_duration_seconds_bucket{le="+Inf"}': '0+100x40',
      },
    },
    quiet: {
      'signaling_relay_delivery_duration_seconds_bucket{le="0.025"}': '0+100x40',
      'signaling_relay_delivery_duration_seconds_bucket{le="0.1"}': '0+100x40',
      'signaling_relay_delivery_duration_seconds_bucket{le="+Inf"}': '0+100x40',
    },
  },
  {
    name: 'RoomsSplit',
    expr: 'sum(rate(signaling_messages_forwarded_total{scope="remote"}[10m])) > 0.5 * sum(rate(signaling_messages_forwarded_total[10m])) > 10',
    for: '15m',
    severity: 'ticket',
    summary: 'Most messages go from node to node: rooms do not stay on one node.',
    fires: {
      series: {
        'signaling_messages_forwarded_total{scope="local"}': '0+600x60',
        'signaling_messages_forwarded_total{scope="remote"}': '0+1800x60',
      },
    },
    quiet: {
      'signaling_messages_forwarded_total{scope="local"}': '0+1800x60',
      'signaling_messages_forwarded_total{scope="remote"}': '0+600x60',
    },
  },
  {
    name: 'CpuSaturated',
    expr: 'rate(process_cpu_seconds_total{job="signaling"}[5m]) > 0.8',
    for: '10m',
    severity: 'ticket',
    summary: 'A node uses four fifths of its one core.',
    fires: { series: { [`process_cpu_seconds_total${NODE}`]: '0+57x40' }, labels: node },
    quiet: { [`process_cpu_seconds_total${NODE}`]: '0+30x40' },
  },
  {
    name: 'EventLoopLags',
    expr: 'nodejs_eventloop_lag_p99_seconds{job="signaling"} > 0.2',
    for: '5m',
    severity: 'ticket',
    summary: 'A node is late for what it has to do.',
    fires: { series: { [`nodejs_eventloop_lag_p99_seconds${NODE}`]: '0.4x40' }, labels: node },
    quiet: { [`nodejs_eventloop_lag_p99_seconds${NODE}`]: '0.02x40' },
  },
  {
    name: 'FilesRunOut',
    expr: 'process_open_fds{job="signaling"} > 0.8 * process_max_fds{job="signaling"}',
    for: '5m',
    severity: 'ticket',
    summary: 'A node has used four fifths of the files that it may open, and each connection is one.',
    fires: {
      series: { [`process_open_fds${NODE}`]: '900x40', [`process_max_fds${NODE}`]: '1000x40' },
      labels: node,
    },
    quiet: { [`process_open_fds${NODE}`]: '100x40', [`process_max_fds${NODE}`]: '1000x40' },
  },
];
