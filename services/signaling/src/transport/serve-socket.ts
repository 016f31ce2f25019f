import { CLOSE_CODES, isLeaving } from '@parley/shared/close-codes';
import type { CloseCode } from '@parley/shared/close-codes';
import type { Logger } from 'pino';
import type { WebSocket } from 'ws';
import type { Connection } from '../signaling/connection.ts';
import { ConnectionLog } from '../signaling/connection-log.ts';
import { attempt } from '../signaling/guarded.ts';
import { newConnectionId } from '../signaling/identity.ts';
import type { Observer } from '../signaling/observer.ts';
import type { Session } from '../signaling/session.ts';
import type { SignalingNode } from '../signaling/signaling-node.ts';
import type { Visitor } from '../signaling/visitor.ts';
import { Heartbeat } from './heartbeat.ts';
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

/** What all sockets of a node have in common. */
export interface SocketServices {
  readonly node: SignalingNode;
  readonly limits: SocketLimits;
  readonly turnEnd: TurnEnd;
  readonly observer: SocketObserver;
  readonly log: Logger;
}

/** Ties one socket to the signaling node for as long as it lives. Listeners are attached before this returns. */
export function serveSocket(socket: WebSocket, services: SocketServices, visitor: Visitor | undefined): void {
  new ServedSocket(socket, services, visitor).open();
}

/**
 * One socket that the node serves. Never throws: a fault is counted and logged, and ends this one connection, whose
 * client may come back and resume. Thousands of them wait at once, so that few functions are made for each.
 */
class ServedSocket {
  readonly #socket: WebSocket;
  readonly #services: SocketServices;
  readonly #visitor: Visitor | undefined;
  readonly #log: ConnectionLog;
  readonly #outlet: SocketOutlet;
  readonly #failed = (error: unknown) => this.#fail(error);
  #connection: Connection | undefined;
  #heartbeat: Heartbeat | undefined;
  #over = false;

  constructor(socket: WebSocket, services: SocketServices, visitor: Visitor | undefined) {
    const { turnEnd, limits, log } = services;
    const connectionId = newConnectionId();
    this.#socket = socket;
    this.#services = services;
    this.#visitor = visitor;
    this.#log = new ConnectionLog(log, connectionId);
    const onClose = (code: CloseCode) => this.#end(code, false);
    this.#outlet = new SocketOutlet(socket, turnEnd, limits.sendBufferBytes, onClose, connectionId);
  }

  open(): void {
    attempt(() => this.#open(), this.#failed);
    this.#socket.on('message', (bytes: Buffer, isBinary: boolean) => this.#receive(bytes, isBinary));
    this.#socket.on('close', (code) => this.#end(code, true));
    // ws closes by itself after an error; `close` follows. 1009 is its answer to a frame too large.
    this.#socket.on('error', (error: NodeJS.ErrnoException) => {
      const tooLarge = error.code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH';
      this.#end(tooLarge ? CLOSE_CODES.tooLarge : CLOSE_CODES.abnormal, false);
    });
  }

  #open(): void {
    const { node, limits, observer } = this.#services;
    observer.connected();
    this.#connection = node.connect(this.#outlet, this.#log, this.#visitor);
    this.#heartbeat = new Heartbeat(this.#socket, {
      intervalMs: limits.pingIntervalMs,
      timeoutMs: limits.pingTimeoutMs,
      onSilent: () => this.#outlet.close(CLOSE_CODES.noSignOfLife, 'no sign of life'),
      failed: this.#failed,
    });
    this.#log.info({}, 'connection opened');
  }

  #receive(bytes: Buffer, isBinary: boolean): void {
    // By hand: what attempt takes would be a function made for each message.
    try {
      if (isBinary) this.#outlet.close(CLOSE_CODES.unsupportedData, 'send text frames');
      else if (!this.#over) this.#connection?.receive(bytes);
    } catch (error) {
      this.#fail(error);
    }
  }

  #end(code: number, byClient: boolean): void {
    if (this.#over) return;
    this.#over = true;
    const { node, observer } = this.#services;
    const release = (session: Session | undefined) => {
      if (!session) return undefined;
      return byClient && isLeaving(code) ? node.left(session) : node.lost(session);
    };
    // Each by itself: where one fails, the others are done all the same.
    const parts = [
      () => this.#connection?.end((session) => attempt(() => release(session), this.#failed)),
      () => node.disconnect(this.#outlet),
      () => this.#heartbeat?.stop(),
      () => observer.disconnected(code),
      () => this.#log.info({ code, byClient }, 'connection closed'),
    ];
    for (const part of parts) attempt(part, this.#failed);
  }

  #fail(error: unknown): void {
    this.#services.observer.fault('socket');
    this.#log.error({ err: error }, 'connection failed');
    this.#outlet.close(CLOSE_CODES.internalError, 'something went wrong on our side; come back');
  }
}
