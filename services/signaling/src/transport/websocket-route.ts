import fastifyWebsocket from '@fastify/websocket';
import { SUBPROTOCOL } from '@parley/shared/version';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import type { Logger } from 'pino';
import type { SignalingNode } from '../signaling/signaling-node.ts';
import type { Visitor } from '../signaling/visitor.ts';
import type { AddressLimits } from './address-limits.ts';
import { forgetUpgrade } from './forget-upgrade.ts';
import { Screening } from './screening.ts';
import type { Candidate, Screened } from './screening.ts';
import { serveSocket } from './serve-socket.ts';
import type { SocketLimits, SocketObserver } from './serve-socket.ts';
import { turnAway } from './turn-away.ts';
import { TurnEnd } from './turn-end.ts';

/** How long a client may take to answer a close frame before its socket is cut. */
const CLOSE_TIMEOUT_MS = 5_000;
/** The same for a node that stops. It has to be well within the time that the process has for its end. */
const LAST_CLOSE_TIMEOUT_MS = 1_500;

export interface WebSocketRouteOptions {
  readonly node: SignalingNode;
  readonly limits: SocketLimits & { readonly maxMessageBytes: number; readonly maxConnections: number };
  readonly allowedOrigins: readonly string[] | undefined;
  readonly addresses: AddressLimits;
  readonly observer: SocketObserver;
  readonly log: Logger;
}

/** `/ws`: what is wrong with a request is answered by plain HTTP before it becomes a WebSocket. */
export const websocketRoute = fp(
  async (app: FastifyInstance, options: WebSocketRouteOptions) => {
    const { node, limits, observer, log } = options;
    const turnEnd = new TurnEnd((error) => {
      observer.fault('socket');
      log.error({ err: error }, 'writing failed');
    });
    const services = { node, limits, turnEnd, observer, log };
    await app.register(fastifyWebsocket, {
      options: serverOptions(limits.maxMessageBytes),
      // The sockets are ended by the signaling node, each with a code. The listener waits for the last of them, so that
      // one whose client does not answer is cut.
      preClose(done) {
        const server = this.websocketServer;
        const cut = setTimeout(() => {
          for (const socket of server.clients) socket.terminate();
        }, LAST_CLOSE_TIMEOUT_MS);
        server.close(() => clearTimeout(cut));
        done();
      },
      // ws ends the socket itself, after a close frame that tells the client why.
      errorHandler: (error) => log.debug({ reason: error.name }, 'socket error'),
    });
    const { clients } = app.websocketServer;
    const { maxConnections } = limits;
    const screening = new Screening({
      ...options,
      open: () => clients.size,
      most: Math.ceil(maxConnections * (1 + TO_BE_TOLD)),
    });
    // By the raw socket, which ends however the upgrade goes.
    const visitors = new WeakMap<object, Visitor>();
    app.route({
      method: 'GET',
      url: '/ws',
      // A child of the log for each request would live as long as its socket, and say nothing.
      childLoggerFactory: (logger) => logger,
      async preValidation(request, reply) {
        if (!request.ws) return undefined;
        const screened = screening.screen(candidateOf(request));
        if (!screened.ok) {
          observer.turnedAway(screened.why);
          return refuse(reply, screened);
        }
        const { visitor, release } = screened;
        if (visitor) {
          const { socket } = request.raw;
          visitors.set(socket, visitor);
          socket.once('close', release);
        }
        return undefined;
      },
      handler: async (_request, reply) =>
        reply
          .code(426)
          .header('upgrade', 'websocket')
          .send({ error: 'this is a WebSocket address; upgrade to it' }),
      wsHandler(socket, request) {
        forgetUpgrade(socket, request.raw);
        if (clients.size > maxConnections) {
          observer.turnedAway('full');
          turnAway(socket);
        } else serveSocket(socket, services, visitors.get(request.raw.socket));
      },
    });
  },
  { name: 'websocket-route' },
);

function serverOptions(maxPayload: number) {
  return {
    maxPayload,
    // Compression costs three quarters of the throughput and 200 KB a connection.
    perMessageDeflate: false,
    closeTimeout: CLOSE_TIMEOUT_MS,
    handleProtocols: (offered: Set<string>) => (offered.has(SUBPROTOCOL) ? SUBPROTOCOL : false),
  } as const;
}

/** Where a node is full, so many more are let in to be told so; beyond that a request is answered by HTTP alone. */
const TO_BE_TOLD = 0.1;

function candidateOf(request: FastifyRequest): Candidate {
  const { origin, 'sec-websocket-protocol': offered } = request.headers;
  const { host, ip: address, protocol } = request;
  return { origin, offered, host, address, secure: protocol === 'https' };
}

async function refuse(
  reply: FastifyReply,
  { status, words, retryAfterMs }: Extract<Screened, { ok: false }>,
) {
  if (retryAfterMs !== undefined) void reply.header('retry-after', Math.ceil(retryAfterMs / 1000));
  return reply.code(status).send({ error: words });
}
