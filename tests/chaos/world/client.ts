import { setTimeout as delay } from 'node:timers/promises';
import { CLOSE_CODES, shouldReconnect } from '@parley/shared/close-codes';
import type { ServerMessage } from '@parley/shared/server-messages';
import type { Target } from '../../support/test-client.ts';
import type { Standing } from '../checks/whole.ts';
import type { History } from '../history/history.ts';
import { nextView } from '../history/views.ts';
import type { View } from '../history/views.ts';
import { Question } from './question.ts';
import { RecordedSocket } from './recorded-socket.ts';

/** A node as its clients know it. */
export interface Door {
  readonly name: string;
  readonly target: Target;
}

export interface Surroundings {
  readonly history: History;
  /** A number for a message: each is larger than the one before, whoever sends. */
  readonly nextNumber: () => number;
  /** A node to come back to. Undefined once there is nothing to come back to any more. */
  readonly pickDoor: () => Door | undefined;
  /** Whether a client that lost its socket to this node, or is sent away by it, comes back by itself. */
  readonly returnsFrom: (node: string) => boolean;
}

interface Seat {
  readonly room: string;
  readonly id: string;
  readonly token: string;
  readonly home: string;
}

const RETRY_MS = 100;

/** One peer after another, with bare sockets: it does what it is told, and comes back by itself as the library does. */
export class Client {
  readonly name: string;
  readonly #around: Surroundings;
  #seat: Seat | undefined;
  #socket: RecordedSocket | undefined;
  #view: View = new Set();
  #attempt: Promise<unknown> | undefined;
  readonly #question = new Question();
  #asked = 0;

  constructor(name: string, around: Surroundings) {
    this.name = name;
    this.#around = around;
  }

  /** Neither in a room nor about to be, or with a request under way. */
  get idle(): boolean {
    return this.#seat === undefined && this.#attempt === undefined;
  }

  /** Something is under way that will change where this client stands. */
  get busy(): boolean {
    return this.#attempt !== undefined;
  }

  /** Where it stands: undefined without an open socket or without a place. */
  get standing(): Standing | undefined {
    if (!this.#seat || !this.#socket?.open) return undefined;
    const { room, id } = this.#seat;
    return { client: this.name, room, id, view: this.#view };
  }

  get peer(): string | undefined {
    return this.#seat?.id;
  }

  /** The node that gave it its place, by the node's own name. */
  get home(): string | undefined {
    return this.#seat?.home;
  }

  /** Joins a room, unless it has a place or a request under way. */
  async join(door: Door, room: string): Promise<void> {
    if (!this.idle) return;
    await this.#try(async () => {
      const socket = await this.#open(door, room);
      if (!socket) return;
      const answer = await this.#question.ask(socket, ['joined', 'full', 'error'], () =>
        socket.say({ type: 'join', room }),
      );
      if (answer.type !== 'joined') socket.end(answer.type === 'silence' ? 'cut' : 'leave');
    });
  }

  /** Resumes on a node, while the earlier socket may still live. */
  async resume(door: Door): Promise<void> {
    if (!this.#attempt) await this.#try(() => this.#resumeOnce(door));
  }

  /** Tries node after node until it has its place back, or learns that it is gone. */
  async comeBack(afterMs = 0): Promise<void> {
    if (this.#attempt) return;
    await this.#try(async () => {
      await delay(afterMs);
      const { pickDoor } = this.#around;
      for (let door = pickDoor(); door && this.#seat; door = pickDoor()) {
        if (await this.#resumeOnce(door)) return;
        await delay(RETRY_MS);
      }
    });
  }

  /** Leaves the room by a message or by closing its socket. */
  async leave(how: 'message' | 'close'): Promise<void> {
    const socket = this.#socket;
    const seat = this.#seat;
    if (!seat || !socket?.open || this.#attempt) return;
    this.#forget();
    await this.#try(async () => {
      if (how === 'message') {
        await this.#question.ask(socket, ['leaved', 'error'], () =>
          socket.say({ type: 'leave', room: seat.room }),
        );
      }
      socket.end('leave');
    });
  }

  /** Ends its socket and does not come back by itself. */
  end(how: 'drop' | 'cut'): void {
    this.#socket?.end(how);
  }

  goDeaf(): void {
    this.#socket?.goDeaf();
  }

  /** Sends so many messages to one peer or to all, and asks for confirmation. */
  send(messages: number, to?: string): void {
    const socket = this.#socket;
    if (!this.#seat || !socket?.open) return;
    const { room } = this.#seat;
    for (let sent = 0; sent < messages; sent += 1) {
      const data = this.#around.nextNumber();
      socket.say({ type: 'message', room, data, ref: `m${data}`, ...(to === undefined ? {} : { to }) });
    }
    this.confirm();
  }

  /** Asks the server to say when it has dealt with all that was sent so far. */
  confirm(): void {
    this.#asked += 1;
    this.#socket?.say({ type: 'ping', ref: `p${this.#asked}` });
  }

  /** Resolves once nothing is under way that this client began. */
  async settled(): Promise<void> {
    while (this.#attempt) await this.#attempt;
  }

  async #try(attempt: () => Promise<unknown>): Promise<void> {
    const running = attempt();
    this.#attempt = running;
    try {
      await running;
    } finally {
      this.#attempt = undefined;
      // A socket that was lost meanwhile was nobody's business while something else was under way.
      if (this.#socket?.over) this.#lost(this.#socket, CLOSE_CODES.abnormal);
    }
  }

  /** True where there is nothing left to try. */
  async #resumeOnce(door: Door): Promise<boolean> {
    const seat = this.#seat;
    if (!seat) return true;
    const { room, id, token } = seat;
    const socket = await this.#open(door, room);
    if (!socket) return false;
    const answer = await this.#question.ask(socket, ['resumed', 'error'], () =>
      socket.say({ type: 'resume', room, id, token }),
    );
    if (answer.type === 'resumed') return true;
    socket.end(answer.type === 'silence' ? 'cut' : 'leave');
    if (answer.type !== 'error' || answer.code !== 'session_expired') return false;
    this.#socket?.end('cut');
    this.#forget();
    return true;
  }

  #open(door: Door, room: string): Promise<RecordedSocket | undefined> {
    return RecordedSocket.open({
      history: this.#around.history,
      target: door.target,
      node: door.name,
      client: this.name,
      room,
      events: (socket) => ({
        heard: (message) => this.#heard(socket, message),
        closed: (code) => this.#closed(socket, code),
      }),
    });
  }

  #heard(socket: RecordedSocket, message: ServerMessage): void {
    if (message.type === 'joined' || message.type === 'resumed') {
      const { room, id, token, node: home } = message;
      this.#seat = { room, id, token, home };
      this.#socket = socket;
    }
    if (socket === this.#socket) {
      this.#view = nextView(this.#view, message);
      if (message.type === 'reconnect' && this.#around.returnsFrom(socket.node)) {
        void this.comeBack(message.afterMs);
      }
    }
    this.#question.hear(socket, message);
  }

  #closed(socket: RecordedSocket, code: number): void {
    this.#question.hear(socket, { type: 'closed' });
    if (socket === this.#socket && !this.#attempt) this.#lost(socket, code);
  }

  #lost(socket: RecordedSocket, code: number): void {
    this.#socket = undefined;
    const wanted = shouldReconnect(code) && !socket.ended && this.#around.returnsFrom(socket.node);
    if (this.#seat && wanted) void this.comeBack();
  }

  #forget(): void {
    this.#seat = undefined;
    this.#socket = undefined;
    this.#view = new Set();
  }
}
