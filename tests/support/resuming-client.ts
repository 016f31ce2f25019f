import { setTimeout as delay } from 'node:timers/promises';
import type { ServerMessage } from '@parley/shared/server-messages';
import { CLOSE_CODES } from '@parley/shared/close-codes';
import { ClientLine } from './client-line.ts';
import type { Target } from './test-client.ts';

/** Gives a node to connect to, other than the one that is going away. */
export type ChooseNode = (leaving: Target | undefined) => Target;

/**
 * How a client goes from one node to another: it takes its session over from its old connection, or it closes that one
 * first, as browsers do, and is away for a moment.
 */
export type Manner = 'takes over' | 'closes first';

/**
 * A client that follows the protocol when its node goes away: it waits as long as it is told, opens a new connection
 * to another node and resumes there. It reads its old connection to the end before the new one, and says afterwards
 * what it had to say in between.
 */
export class ResumingClient implements AsyncDisposable {
  /** Each message that came, in order. */
  readonly heard: { from: string; data: unknown }[] = [];
  /** What went wrong, or what a client should not have to notice. */
  readonly complaints: string[] = [];
  /** How often it went to another node. */
  moves = 0;
  readonly #choose: ChooseNode;
  readonly #manner: Manner;
  readonly #room: string;
  readonly #unsaid: object[] = [];
  #session = { id: '', token: '' };
  #line: ClientLine;
  #moving: Promise<void> | undefined;
  #silent = false;
  #over = false;

  private constructor(room: string, line: ClientLine, choose: ChooseNode, manner: Manner) {
    this.#room = room;
    this.#line = line;
    this.#choose = choose;
    this.#manner = manner;
  }

  static async join(room: string, choose: ChooseNode, manner: Manner): Promise<ResumingClient> {
    const line = await ClientLine.open(choose(undefined), room);
    const client = new ResumingClient(room, line, choose, manner);
    client.#session = await line.ask({ type: 'join', room }, 'joined');
    client.#use(line);
    return client;
  }

  get id(): string {
    return this.#session.id;
  }

  /** To everybody else in the room: now, or as soon as it is connected again. */
  say(data: unknown): void {
    const message = { type: 'message', room: this.#room, data };
    if (this.#silent) this.#unsaid.push(message);
    else this.#line.send(message);
  }

  /** Resolves when it is not between two nodes, and its node has dealt with all that it said. */
  async settle(): Promise<void> {
    await this.#moving;
    // One whose move failed has no line to ask on; its complaint tells why.
    if (this.complaints.length === 0) await this.#line.ask({ type: 'ping' }, 'pong');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#over = true;
    this.#line.cut();
    await this.#moving;
    this.#line.cut();
  }

  #use(line: ClientLine): void {
    this.#line = line;
    line.read((message) => this.#take(message));
    void this.#watch(line);
  }

  async #watch(line: ClientLine): Promise<void> {
    const code = await line.closed;
    if (this.#silent || this.#over || this.#line !== line) return;
    this.complaints.push(`closed with ${code} unasked`);
  }

  #take(message: ServerMessage): void {
    switch (message.type) {
      case 'message':
        this.heard.push({ from: message.from, data: message.data });
        return;
      case 'reconnect':
        this.#moving = this.#move(message.afterMs).catch((error: unknown) => {
          if (!this.#over) this.complaints.push(String(error));
        });
        return;
      case 'joined':
      case 'resumed':
      case 'otherjoin':
      case 'pong':
        return;
      default:
        this.complaints.push(JSON.stringify(message));
    }
  }

  async #move(afterMs: number): Promise<void> {
    await delay(afterMs);
    const old = this.#line;
    this.#silent = true;
    // Once this is answered, the old node has taken in all that it was given.
    await old.ask({ type: 'ping' }, 'pong');
    const next = this.#manner === 'takes over' ? await this.#takeOver(old) : await this.#closeFirst(old);
    this.moves += 1;
    this.#silent = false;
    this.#use(next);
    for (const message of this.#unsaid.splice(0)) next.send(message);
  }

  async #takeOver(old: ClientLine): Promise<ClientLine> {
    const next = await this.#resume(old);
    const code = await old.closed;
    if (code !== CLOSE_CODES.takenOver && code !== CLOSE_CODES.serviceRestart)
      this.complaints.push(`the old connection ended with ${code}`);
    return next;
  }

  async #closeFirst(old: ClientLine): Promise<ClientLine> {
    old.close(CLOSE_CODES.storeLost);
    await old.closed;
    return this.#resume(old);
  }

  async #resume(old: ClientLine): Promise<ClientLine> {
    const next = await ClientLine.open(this.#choose(old.target), this.#room);
    const { id, token } = this.#session;
    this.#session = await next.ask({ type: 'resume', room: this.#room, id, token }, 'resumed');
    return next;
  }
}
