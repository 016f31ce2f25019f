import { createProbeMetrics } from '@parley/doctor/probe/probe-metrics';
import { createMetrics } from '@parley/signaling/plugins/metrics';

/**
 * What coturn's exporter tells, from its source (src/apps/relay/prom_server.c, version 4.7 and newer). Its build in
 * Debian has none, so these alone are not read off what runs.
 */
const COTURN = [
  'stun_binding_request',
  'stun_binding_response',
  'stun_binding_error',
  'turn_total_allocations',
  'turn_total_traffic_rcvb',
  'turn_total_traffic_rcvp',
  'turn_total_traffic_sentb',
  'turn_total_traffic_sentp',
];

/** Every series that a panel or a rule may ask for. */
export async function knownSeries(): Promise<ReadonlySet<string>> {
  const node = createMetrics({ version: '0', node: 'n' });
  node.watch({ rooms: () => 0, peers: () => 0, redisUp: () => true });
  const registries = [node.registry, createProbeMetrics().registry];
  const metrics = (await Promise.all(registries.map((registry) => registry.getMetricsAsJSON()))).flat();
  const own = metrics.flatMap(({ name, type }) =>
    type === 'histogram' ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name],
  );
  // Prometheus makes `up` itself.
  return new Set(['up', ...own, ...COTURN]);
}
