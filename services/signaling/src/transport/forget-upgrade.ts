import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';

/** What Node keeps with a socket until its response has ended, which that of an upgrade never does. */
interface Answering {
  detachSocket(socket: Socket): void;
}

/**
 * Lets go of the HTTP side of a connection that has become a WebSocket: request, headers, response and Fastify's own
 * parts of both hang on the socket as long as that lives, a third of what an idle connection holds. Called while nobody
 * but @fastify/websocket listens to `error`, by a listener that holds all of it: whoever calls listens from then on. The
 * hooks of the response are not called any more. Where Node keeps its part elsewhere, that stays.
 */
export function forgetUpgrade(webSocket: WebSocket, { socket }: IncomingMessage): void {
  webSocket.removeAllListeners('error');
  const answering: unknown = Reflect.get(socket, '_httpMessage');
  if (canDetach(answering)) answering.detachSocket(socket);
}

function canDetach(answering: unknown): answering is Answering {
  return typeof answering === 'object' && answering !== null && 'detachSocket' in answering;
}
