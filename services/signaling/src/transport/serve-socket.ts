import { randomUUID } from 'node:crypto';
import { CLOSE_CODES, isLeaving } from '@parley/shared/close-codes';
import type { Logger } from 'pino';
import type { WebSocket } from 'ws';
import type { SignalingNode } from '../signaling/signaling-node.ts';
import { heartbeat } from './heartbeat.ts';
import { SocketOutlet } from './socket-outlet.ts';

export interface SocketLimits {
  readonly pingIntervalMs: number;
  readonly pingTimeoutMs: number;
  readonly sendBufferBytes: number;
}

export interface SocketObserver {
  connected(): void;
  /** `code` says how it ended: the first word of either side. */
  disconnected(code: number): void;
}

/** Ties one socket to the signaling node for as long as it lives. Listeners are attached before this returns. */
export function serveSocket(
  socket: WebSocket,
  node: SignalingNode,
  limits: SocketLimits,
  observer: SocketObserver,
  parentLog: Logger,
): void {
  const log = parentLog.child({ connectionId: randomUUID() });
  let over = false;
  const outlet = new SocketOutlet(socket, limits.sendBufferBytes, (code) => end(code, false));
  const connection = node.connect(outlet, log);
  const stopHeartbeat = heartbeat(socket, limits.pingIntervalMs, limits.pingTimeoutMs, () =>
    outlet.close(CLOSE_CODES.noSignOfLife, 'no sign of life'),
  );

  function end(code: number, byClient: boolean): void {
    if (over) return;
    over = true;
    stopHeartbeat();
    observer.disconnected(code);
    log.info({ code, byClient }, 'connection closed');
    node.disconnect(outlet);
    connection.end((session) => {
      if (!session) return;
      if (byClient && isLeaving(code)) void node.left(session);
      else void node.lost(session);
    });
  }

  observer.connected();
  log.info('connection opened');
  socket.on('message', (bytes: Buffer, isBinary: boolean) => {
    if (isBinary) outlet.close(CLOSE_CODES.unsupportedData, 'send text frames');
    else if (!over) connection.receive(bytes.toString());
  });
  socket.on('close', (code) => end(code, true));
  // ws closes by itself after an error; `close` follows. 1009 is its answer to a frame too large.
  socket.on('error', (error: NodeJS.ErrnoException) => {
    const tooLarge = error.code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH';
    end(tooLarge ? CLOSE_CODES.tooLarge : CLOSE_CODES.abnormal, false);
  });
}
