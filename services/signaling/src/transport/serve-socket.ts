import { randomUUID } from 'node:crypto';
import { CLOSE_CODES, isLeaving } from '@parley/shared/close-codes';
import type { CloseCode } from '@parley/shared/close-codes';
import type { Logger } from 'pino';
import type { WebSocket } from 'ws';
import type { Connection } from '../signaling/connection.ts';
import { ConnectionLog } from '../signaling/connection-log.ts';
import { guarded } from '../signaling/guarded.ts';
import type { Observer } from '../signaling/observer.ts';
import type { SignalingNode } from '../signaling/signaling-node.ts';
import type { Visitor } from '../signaling/visitor.ts';
import { heartbeat } from './heartbeat.ts';
import { SocketOutlet } from './socket-outlet.ts';
import type { TurnEnd } from './turn-end.ts';

export interface SocketLimits {
  readonly pingIntervalMs: number;
  readonly pingTimeoutMs: number;
  readonly sendBufferBytes: number;
}

/** Why a connection was refused. */
export const REFUSED_CONNECTIONS = ['origin', 'subprotocol', 'address', 'full'] as const;

export type RefusedConnection = (typeof REFUSED_CONNECTIONS)[number];

export interface SocketObserver extends Pick<Observer, 'fault'> {
  connected(): void;
  /** `code` says how it ended: the first word of either side. */
  disconnected(code: number): void;
  /** A connection was refused before it became one. */
  turnedAway(why: RefusedConnection): void;
}

/**
 * Ties one socket to the signaling node for as long as it lives. Listeners are attached before this returns. Never
 * throws: a fault is counted and logged, and ends this one connection, whose client may come back and resume.
 */
export function serveSocket(
  socket: WebSocket,
  node: SignalingNode,
  limits: SocketLimits,
  turnEnd: TurnEnd,
  observer: SocketObserver,
  parentLog: Logger,
  visitor: Visitor | undefined,
): void {
  const connectionId = randomUUID();
  const log = new ConnectionLog(parentLog, connectionId);
  const onClose = (code: CloseCode) => end(code, false);
  const outlet = new SocketOutlet(socket, turnEnd, limits.sendBufferBytes, onClose, connectionId);
  const guard = guarded((error) => {
    observer.fault('socket');
    log.error({ err: error }, 'connection failed');
    outlet.close(CLOSE_CODES.internalError, 'something went wrong on our side; come back');
  });
  let over = false;
  let connection: Connection | undefined;
  let stopHeartbeat = () => {};

  function end(code: number, byClient: boolean): void {
    if (over) return;
    over = true;
    const release = guard((session: Parameters<SignalingNode['lost']>[0] | undefined) => {
      if (!session) return undefined;
      return byClient && isLeaving(code) ? node.left(session) : node.lost(session);
    });
    // Each by itself: where one fails, the others are done all the same.
    guard(() => connection?.end(release))();
    guard(() => node.disconnect(outlet))();
    guard(() => stopHeartbeat())();
    guard(() => observer.disconnected(code))();
    guard(() => log.info({ code, byClient }, 'connection closed'))();
  }

  guard(() => {
    observer.connected();
    connection = node.connect(outlet, log, visitor);
    const onSilent = guard(() => outlet.close(CLOSE_CODES.noSignOfLife, 'no sign of life'));
    stopHeartbeat = heartbeat(socket, limits.pingIntervalMs, limits.pingTimeoutMs, onSilent, guard);
    log.info({}, 'connection opened');
  })();
  socket.on(
    'message',
    guard((bytes: Buffer, isBinary: boolean) => {
      if (isBinary) outlet.close(CLOSE_CODES.unsupportedData, 'send text frames');
      else if (!over) connection?.receive(bytes);
    }),
  );
  socket.on('close', (code) => end(code, true));
  // ws closes by itself after an error; `close` follows. 1009 is its answer to a frame too large.
  socket.on('error', (error: NodeJS.ErrnoException) => {
    const tooLarge = error.code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH';
    end(tooLarge ? CLOSE_CODES.tooLarge : CLOSE_CODES.abnormal, false);
  });
}
