import fastifyWebsocket from '@fastify/websocket';
import { SUBPROTOCOL } from '@parley/shared/version';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import type { Logger } from 'pino';
import type { SignalingNode } from '../signaling/signaling-node.ts';
import { isOriginAllowed } from './origin.ts';
import { serveSocket } from './serve-socket.ts';
import type { SocketLimits, SocketObserver } from './serve-socket.ts';
import { TurnEnd } from './turn-end.ts';

/** How long a client may take to answer a close frame before its socket is cut. */
const CLOSE_TIMEOUT_MS = 5_000;
/** The same for a node that stops. It has to be well within the time that the process has for its end. */
const LAST_CLOSE_TIMEOUT_MS = 1_500;

export interface WebSocketRouteOptions {
  readonly node: SignalingNode;
  readonly limits: SocketLimits & { readonly maxMessageBytes: number };
  readonly allowedOrigins: readonly string[] | undefined;
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
    app.route({
      method: 'GET',
      url: '/ws',
      preValidation: async (request, reply) => screen(request, reply, options.allowedOrigins),
      handler: async (_request, reply) =>
        reply
          .code(426)
          .header('upgrade', 'websocket')
          .send({ error: 'this is a WebSocket address; upgrade to it' }),
      wsHandler: (socket) => serveSocket(socket, node, limits, turnEnd, observer, log),
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

async function screen(request: FastifyRequest, reply: FastifyReply, allowed: readonly string[] | undefined) {
  if (!request.ws) return undefined;
  const { origin, 'sec-websocket-protocol': offered } = request.headers;
  if (!isOriginAllowed({ origin, host: request.host }, allowed)) {
    return reply
      .code(403)
      .send({ error: 'this origin may not connect; the operator lists origins in ALLOWED_ORIGINS' });
  }
  // RFC 6455 section 4.2.2: a server that knows none of the offered subprotocols could go on without one; ours does
  // not, since a client that speaks another version would only misunderstand.
  if (offered !== undefined && !offered.split(',').some((name) => name.trim() === SUBPROTOCOL)) {
    return reply.code(400).send({ error: `no known subprotocol was offered; use ${SUBPROTOCOL}, or none` });
  }
  return undefined;
}
