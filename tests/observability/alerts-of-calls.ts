import type { Alert } from './alert.ts';

const PROBE = '{job="probe",instance="probe:9465"}';
const probe = { job: 'probe', instance: 'probe:9465' };

/** What people in a call, or on the way into one, notice. */
export const alertsOfCalls: readonly Alert[] = [
  {
    name: 'CallsFail',
    expr: 'parley_probe_up == 0',
    for: '2m',
    severity: 'page',
    summary: 'The probe can make no call.',
    fires: { series: { [`parley_probe_up${PROBE}`]: '1x5 0x30' }, labels: probe },
    quiet: { [`parley_probe_up${PROBE}`]: '1x10 0 1x30' },
  },
  {
    name: 'ProbeSilent',
    expr: 'absent(parley_probe_up)',
    for: '5m',
    severity: 'page',
    summary: 'Nobody knows whether people can call: the probe is not heard.',
    fires: { series: { 'up{job="probe"}': '0x40' } },
    quiet: { [`parley_probe_up${PROBE}`]: '1x40' },
  },
  {
    name: 'CallsSlow',
    expr: 'sum by (instance) (avg_over_time(parley_probe_phase_seconds[10m])) > 4',
    for: '10m',
    severity: 'ticket',
    summary: 'A call takes more than four seconds to come about.',
    fires: {
      series: {
        'parley_probe_phase_seconds{instance="probe:9465",phase="join"}': '0.1x40',
        'parley_probe_phase_seconds{instance="probe:9465",phase="path"}': '5x40',
      },
      labels: { instance: 'probe:9465' },
    },
    quiet: { 'parley_probe_phase_seconds{instance="probe:9465",phase="path"}': '1x20 20 1x20' },
  },
  {
    name: 'TurnDown',
    expr: 'parley_probe_turn_up == 0',
    for: '3m',
    severity: 'page',
    summary: 'No relay can be had over a transport: callers behind strict firewalls reach nobody.',
    fires: {
      series: {
        'parley_probe_turn_up{job="probe",transport="tcp"}': '0x40',
        'parley_probe_turn_up{job="probe",transport="udp"}': '1x40',
      },
      labels: { job: 'probe', transport: 'tcp' },
    },
    quiet: { 'parley_probe_turn_up{job="probe",transport="udp"}': '1x10 0x1 1x30' },
  },
  {
    name: 'CertificateEnds',
    expr: 'parley_probe_certificate_days < 14',
    for: '1h',
    severity: 'ticket',
    summary: 'The certificate of the page ends within two weeks.',
    fires: { series: { [`parley_probe_certificate_days${PROBE}`]: '10x90' }, labels: probe },
    quiet: { [`parley_probe_certificate_days${PROBE}`]: '14x90' },
  },
  {
    name: 'JoinsRefused',
    expr: 'sum by (code) (rate(signaling_errors_total{code=~"busy|unavailable|internal"}[5m])) > 0.1',
    for: '5m',
    severity: 'page',
    summary: 'Requests are refused by no fault of the client.',
    fires: {
      series: { 'signaling_errors_total{code="unavailable",instance="a"}': '0+30x40' },
      labels: { code: 'unavailable' },
    },
    quiet: {
      'signaling_errors_total{code="unavailable",instance="a"}': '0+1x40',
      'signaling_errors_total{code="not_in_room",instance="a"}': '0+100x40',
    },
  },
  {
    name: 'ConnectionsRefused',
    expr: 'sum by (why) (rate(signaling_connections_refused_total{why=~"address|full"}[5m])) > 0.2',
    for: '10m',
    severity: 'ticket',
    summary: 'Connections are refused: a node is full, or an address opens too many.',
    fires: {
      series: { 'signaling_connections_refused_total{why="full",instance="a"}': '0+60x40' },
      labels: { why: 'full' },
    },
    quiet: {
      'signaling_connections_refused_total{why="full",instance="a"}': '0+3x40',
      'signaling_connections_refused_total{why="origin",instance="a"}': '0+600x40',
    },
  },
  {
    name: 'MessagesUndeliverable',
    expr: 'sum(rate(signaling_errors_total{code="undeliverable"}[5m])) > 1',
    for: '10m',
    severity: 'ticket',
    summary: 'Messages come back to their senders as undeliverable.',
    fires: { series: { 'signaling_errors_total{code="undeliverable",instance="a"}': '0+120x40' } },
    quiet: { 'signaling_errors_total{code="undeliverable",instance="a"}': '0+30x40' },
  },
  {
    name: 'ConnectionsCut',
    expr: 'sum by (code) (rate(signaling_disconnects_total{code=~"1011|4000|4001|4002"}[5m])) > 0.5',
    for: '10m',
    severity: 'ticket',
    summary: 'Nodes give up many connections: their clients are slow or silent, or the node failed.',
    fires: {
      series: { 'signaling_disconnects_total{code="4002",instance="a"}': '0+60x40' },
      labels: { code: '4002' },
    },
    quiet: {
      'signaling_disconnects_total{code="4002",instance="a"}': '0+6x40',
      'signaling_disconnects_total{code="1001",instance="a"}': '0+600x40',
    },
  },
];
