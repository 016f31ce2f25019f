import { CLOSE_CODES } from '@parley/shared/close-codes';
import type { ServerMessage } from '@parley/shared/server-messages';
import type { WebSocket } from 'ws';

const RETRY_MS = 5_000;

/**
 * Tells one client more than a node serves that it is full, and closes. An answer to the upgrade itself would not do: a
 * browser keeps that from its page, which could not tell it from a server that is gone.
 */
export function turnAway(socket: WebSocket): void {
  const message: ServerMessage = {
    type: 'error',
    code: 'busy',
    message: 'this server has as many connections as it can serve; try again later',
    retryAfterMs: RETRY_MS,
  };
  // ws closes by itself after an error.
  socket.on('error', () => {});
  socket.send(JSON.stringify(message));
  socket.close(CLOSE_CODES.tryAgainLater, 'too many connections');
}
