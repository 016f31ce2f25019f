import { setTimeout as delay } from 'node:timers/promises';
import Fastify, { LogController } from 'fastify';
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { Gatekeeper } from './admission/gatekeeper.ts';
import { jwtGatekeeper } from './admission/jwt-gatekeeper.ts';
import { remoteTokenKeys } from './admission/token-keys.ts';
import type { Config } from './config/config.ts';
import { issueIce } from './ice/turn-credentials.ts';
import { health } from './plugins/health.ts';
import { iceServers } from './plugins/ice-servers.ts';
import { createMetrics } from './plugins/metrics.ts';
import { operatorPage } from './plugins/operator-page.ts';
import type { Tracing } from './plugins/tracing.ts';
import { webPage } from './plugins/web-page.ts';
import { newPeerId } from './signaling/identity.ts';
import { SignalingNode } from './signaling/signaling-node.ts';
import type { Store } from './store.ts';
import { AddressLimits } from './transport/address-limits.ts';
import { websocketRoute } from './transport/websocket-route.ts';

/**
 * How long a node that stops may take, after the drain, to tell the store of its clients; and then to close its own
 * connections. A store that does not answer must not turn a stop into a kill: it finds out by the lease.
 */
const FAREWELL_MS = 3_400;
const STORE_CLOSE_MS = 1_000;

export interface AppDependencies {
  /** This node's name, known to the other nodes and to clients. */
  readonly node: string;
  readonly version: string;
  readonly store: Store;
  readonly log: Logger;
  /** The TURN secret as it is now, where it may be renewed while the node runs. */
  readonly turnSecret?: () => string;
}

export interface App {
  /** The public listener: WebSocket, health, API, web page. */
  readonly publicApp: FastifyInstance;
  /** The operator's listener: metrics. */
  readonly operatorApp: FastifyInstance;
  /** Sends its clients away, closes every socket with a code, then all listeners and the store. */
  close(): Promise<void>;
  /** For what was thrown where nobody caught it: counts and logs it. */
  fault(error: unknown): void;
}

/** Puts a node together. Nothing listens yet. */
export async function buildApp(
  config: Config,
  { node, version, store, log, turnSecret }: AppDependencies,
): Promise<App> {
  const metrics = createMetrics({ version, node });
  const iceSettings = {
    stunUrls: config.STUN_URLS,
    turnUrls: config.TURN_URLS,
    get turnSecret() {
      return turnSecret?.() ?? config.TURN_SECRET;
    },
    turnTtlMs: config.TURN_TTL_MS,
  };
  const gatekeeper = gatekeeperOf(config, log);
  const tracing = await tracingOf(config, { node, version });
  const signaling = new SignalingNode({
    node,
    limits: {
      roomCapacity: config.ROOM_CAPACITY,
      maxRooms: config.MAX_ROOMS,
      resumeWindowMs: config.RESUME_WINDOW_MS,
      leaseMs: config.NODE_LEASE_MS,
      messageRate: config.MESSAGE_RATE,
      messageBurst: config.MESSAGE_BURST,
    },
    membership: store.membership,
    registry: store.registry,
    relay: store.relay,
    gatekeeper,
    tracer: tracing,
    observer: metrics,
    log,
    issueIce: (user) => issueIce(iceSettings, user, Date.now()),
  });
  metrics.watch({
    rooms: () => signaling.rooms,
    peers: () => signaling.peers,
    redisUp: store.kind === 'redis' ? () => store.notReady() === undefined : undefined,
  });

  // Fastify's own, smaller type keeps the instances' types plain.
  const loggerInstance: FastifyBaseLogger = log;
  // A request's line would hold the peer's address.
  const logController = new LogController({ disableRequestLogging: true });
  const addresses = new AddressLimits({
    connections: config.CONNECTIONS_PER_ADDRESS,
    connectsAMinute: config.CONNECTS_PER_ADDRESS,
    joinsAMinute: config.JOINS_PER_ADDRESS,
    failedJoinsAMinute: config.FAILED_JOINS_PER_ADDRESS,
  });
  let stopping = false;
  const publicApp = Fastify({
    loggerInstance,
    logController,
    trustProxy: config.TRUST_PROXY.length > 0 ? config.TRUST_PROXY : false,
    forceCloseConnections: true,
  });
  await tracing?.watch(publicApp);
  await publicApp.register(health, { notReady: () => (stopping ? 'stopping' : store.notReady()) });
  await publicApp.register(websocketRoute, {
    node: signaling,
    limits: {
      pingIntervalMs: config.PING_INTERVAL_MS,
      pingTimeoutMs: config.PING_TIMEOUT_MS,
      sendBufferBytes: config.SEND_BUFFER_BYTES,
      maxMessageBytes: config.MAX_MESSAGE_BYTES,
      maxConnections: config.MAX_CONNECTIONS,
    },
    addresses,
    allowedOrigins: config.ALLOWED_ORIGINS,
    observer: metrics,
    log,
  });
  await publicApp.register(iceServers, {
    issue: () => issueIce(iceSettings, { peer: newPeerId() }, Date.now()),
  });
  if (config.WEB_ROOT !== undefined) await publicApp.register(webPage, { root: config.WEB_ROOT });

  const operatorApp = Fastify({ loggerInstance, logController, forceCloseConnections: true });
  await operatorApp.register(operatorPage, { metrics });

  return {
    publicApp,
    operatorApp,
    async close() {
      stopping = true;
      gatekeeper?.close();
      addresses.stop();
      // From here on the proxy finds nobody here and passes on to another node.
      publicApp.server.close();
      const drainMs = config.DRAIN_TIMEOUT_MS;
      if (store.kind === 'redis') await atMost(drainMs + FAREWELL_MS, signaling.drain(drainMs));
      else await signaling.stop();
      const last = [store.close(), tracing?.close()].map((end) =>
        atMost(STORE_CLOSE_MS, Promise.resolve(end)),
      );
      await Promise.all([publicApp.close(), operatorApp.close(), ...last]);
    },
    fault(error) {
      metrics.fault('background');
      log.error({ err: error }, 'a promise was rejected, and nobody waited for it');
    },
  };
}

/** Loaded where it is asked for, so that nobody else pays for it. */
async function tracingOf(
  config: Config,
  about: { node: string; version: string },
): Promise<Tracing | undefined> {
  const endpoint = config.OTEL_EXPORTER_OTLP_ENDPOINT;
  if (endpoint === undefined) return undefined;
  const { startTracing } = await import('./plugins/tracing.ts');
  return startTracing(endpoint, about);
}

/** Undefined where nothing is set: rooms are open then. */
function gatekeeperOf(config: Config, log: Logger): Gatekeeper | undefined {
  const { JOIN_TOKEN_SECRET: secrets, JOIN_TOKEN_JWKS_URL: url, JOIN_TOKEN_LEEWAY_MS: leewayMs } = config;
  if (secrets !== undefined) return jwtGatekeeper({ secrets }, leewayMs);
  if (url !== undefined) return jwtGatekeeper({ keys: remoteTokenKeys(url, log) }, leewayMs);
  return undefined;
}

async function atMost(ms: number, task: Promise<void>): Promise<void> {
  const done = new AbortController();
  const late = delay(ms, undefined, { signal: done.signal }).catch(() => {});
  await Promise.race([task, late]);
  done.abort();
}
