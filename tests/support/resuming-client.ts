import { setTimeout as delay } from 'node:timers/promises';
import type { ServerMessage } from '@parley/shared/server-messages';
import { ClientLine } from './client-line.ts';
import { freshRoom } from './test-client.ts';
import type { Target } from './test-client.ts';

/** Gives a node to connect to, other than the one that is going away. */
export type ChooseNode = (leaving: Target | undefined) => Target;

/**
 * A client that follows the protocol when its node goes away: it waits as long as it is told, opens a new connection
 * to another node, resumes there, and reads its old connection to the end before the new one. What it has to say in
 * between it says afterwards.
 */
export class ResumingClient implements AsyncDisposable {
  /** Each message that came, in order. */
  readonly heard: { from: string; data: unknown }[] = [];
  /** What went wrong, or what a client should not have to notice. */
  readonly complaints: string[] = [];
  /** How often it went to another node. */
  moves = 0;
  readonly #choose: ChooseNode;
  readonly #room: string;
  readonly #unsaid: object[] = [];
  #session = { id: '', token: '' };
  #line: ClientLine;
  #moving: Promise<void> | undefined;
  #silent = false;
  #over = false;

  private constructor(room: string, line: ClientLine, choose: ChooseNode) {
    this.#room = room;
    this.#line = line;
    this.#choose = choose;
  }

  static async join(choose: ChooseNode, room: string = freshRoom()): Promise<ResumingClient> {
    const line = await ClientLine.open(choose(undefined), room);
    const client = new ResumingClient(room, line, choose);
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
    await this.#line.ask({ type: 'ping' }, 'pong');
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
    void line.closed.then((code) => {
      if (this.#line === line && !this.#silent && !this.#over)
        this.complaints.push(`closed with ${code} unasked`);
    });
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
    const next = await ClientLine.open(this.#choose(old.target), this.#room);
    const { id, token } = this.#session;
    this.#session = await next.ask({ type: 'resume', room: this.#room, id, token }, 'resumed');
    const code = await old.closed;
    if (code !== 4501 && code !== 1012) this.complaints.push(`the old connection ended with ${code}`);
    this.moves += 1;
    this.#silent = false;
    this.#use(next);
    for (const message of this.#unsaid.splice(0)) next.send(message);
  }
}
