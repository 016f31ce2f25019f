import { CLIENT_MESSAGE_TYPES } from '@parley/shared/client-messages';
import { CLOSE_CODES } from '@parley/shared/close-codes';
import { ERROR_CODES } from '@parley/shared/error-codes';
import { Counter, Gauge, Registry, collectDefaultMetrics } from 'prom-client';
import { FAULT_PLACES } from '../signaling/observer.ts';
import type { Observer } from '../signaling/observer.ts';
import { REFUSED_CONNECTIONS } from '../transport/serve-socket.ts';
import type { SocketObserver } from '../transport/serve-socket.ts';
import { CountedHistogram } from './counted-histogram.ts';

export interface Metrics extends Observer, SocketObserver {
  readonly registry: Registry;
  relayed(seconds: number): void;
  /** Gauges that are read when somebody looks. */
  watch(read: { rooms: () => number; peers: () => number; redisUp: (() => boolean) | undefined }): void;
}

const HANDLING_BUCKETS = [
  0.00001, 0.000025, 0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.005, 0.025, 0.1, 0.5, 2,
];
const RELAY_BUCKETS = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 2];
const KNOWN_CLOSE_CODES: ReadonlySet<number> = new Set(Object.values(CLOSE_CODES));

/** Every metric of a node; docs/metrics.md tells them and is held equal to this by a test. */
export function createMetrics(build: { version: string; node: string }): Metrics {
  const registry = new Registry();
  const registers = [registry];
  // By default it is asked ten times a second, which costs an idle node more than all else it does.
  collectDefaultMetrics({ register: registry, eventLoopUtilizationTimeout: 1_000 });
  const connections = new Gauge({
    name: 'signaling_connections',
    help: 'Open WebSocket connections.',
    registers,
  });
  const received = new Counter({
    name: 'signaling_messages_received_total',
    help: 'Frames from clients by type; other is a frame of no known type.',
    labelNames: ['type'],
    registers,
  });
  const handling = new CountedHistogram({
    name: 'signaling_message_handling_duration_seconds',
    help: 'From a frame read to its request dealt with, an answer of the store included.',
    labelNames: ['type'],
    buckets: HANDLING_BUCKETS,
    registers,
  });
  const forwarded = new Counter({
    name: 'signaling_messages_forwarded_total',
    help: "Peers' messages passed on, by scope: to a socket of this node (local) or to another node (remote).",
    labelNames: ['scope'],
    registers,
  });
  const relay = new CountedHistogram({
    name: 'signaling_relay_delivery_duration_seconds',
    help: 'From an envelope queued for another node to the word that the node heard it.',
    buckets: RELAY_BUCKETS,
    registers,
  });
  const errors = new Counter({
    name: 'signaling_errors_total',
    help: 'Errors told to clients, by code.',
    labelNames: ['code'],
    registers,
  });
  const disconnects = new Counter({
    name: 'signaling_disconnects_total',
    help: 'Connections that ended, by close code; other is a code that is not in the protocol.',
    labelNames: ['code'],
    registers,
  });
  const turnedAway = new Counter({
    name: 'signaling_connections_refused_total',
    help: 'Connections that were refused, by why: origin, subprotocol, address (too many of one), full (MAX_CONNECTIONS).',
    labelNames: ['why'],
    registers,
  });
  const faults = new Counter({
    name: 'signaling_faults_total',
    help: 'Errors of the node itself that were caught and logged, by where; each wants a look at the log.',
    labelNames: ['where'],
    registers,
  });
  const info = new Gauge({
    name: 'signaling_build_info',
    help: 'Always 1; the labels tell what runs.',
    labelNames: ['version', 'node_version', 'node'],
    registers,
  });
  info.set({ version: build.version, node_version: process.versions.node, node: build.node }, 1);

  // Children are bound once: a label object a message would be garbage on its path.
  const byType = bind([...CLIENT_MESSAGE_TYPES, 'other'] as const, (type) => ({
    count: fromZero(received.labels({ type })),
    time: handling.child({ type }),
  }));
  const byScope = bind(['local', 'remote'] as const, (scope) => fromZero(forwarded.labels({ scope })));
  const byError = bind(ERROR_CODES, (code) => fromZero(errors.labels({ code })));

  const byWhy = bind(REFUSED_CONNECTIONS, (why) => fromZero(turnedAway.labels({ why })));
  const byPlace = bind(FAULT_PLACES, (where) => fromZero(faults.labels({ where })));

  return {
    registry,
    connected: () => connections.inc(),
    disconnected(code) {
      connections.dec();
      disconnects.inc({ code: KNOWN_CLOSE_CODES.has(code) ? String(code) : 'other' });
    },
    turnedAway: (why) => byWhy[why].inc(),
    handled(type, seconds) {
      const { count, time } = byType[type];
      count.inc();
      time(seconds);
    },
    forwarded: (scope) => byScope[scope].inc(),
    refused: (code) => byError[code].inc(),
    fault: (where) => byPlace[where].inc(),
    relayed: relay.child({}),
    watch({ rooms, peers, redisUp }) {
      gauge(registry, 'signaling_rooms', 'Rooms with peers on this node.', rooms);
      gauge(registry, 'signaling_peers', 'Peers on this node, those that wait for a resume included.', peers);
      if (redisUp) {
        gauge(registry, 'signaling_redis_up', '1 while commands and the own channel of this node work.', () =>
          Number(redisUp()),
        );
      }
    },
  };
}

// Shown from the start: a counter that appears with its first 1 hides that first one from rate().
function fromZero(child: Counter.Internal): Counter.Internal {
  child.inc(0);
  return child;
}

function gauge(registry: Registry, name: string, help: string, read: () => number): void {
  const collected = new Gauge({
    name,
    help,
    registers: [],
    collect() {
      this.set(read());
    },
  });
  registry.registerMetric(collected);
}

function bind<Name extends string, Child>(
  names: readonly Name[],
  child: (name: Name) => Child,
): Record<Name, Child> {
  // Each name is there once, by construction.
  return Object.fromEntries(names.map((name) => [name, child(name)])) as Record<Name, Child>;
}
