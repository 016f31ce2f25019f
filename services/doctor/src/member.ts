import type { ErrorCode } from '@parley/shared/error-codes';
import { parseServerFrame } from '@parley/shared/parse-server-frame';
import type { Joined, ServerMessage } from '@parley/shared/server-messages';
import { EventEmitter, once } from 'node:events';
import type { WebSocket } from 'ws';
import type { Deployment } from './deployment.ts';
import { roomToken } from './room-token.ts';
import { openSocket } from './socket.ts';
import type { SocketOptions } from './socket.ts';

const PATIENCE_MS = 5_000;

type MessageOf<Type extends ServerMessage['type']> = Extract<ServerMessage, { type: Type }>;

/** A join that was answered, but not with a place. */
export class JoinRefused extends Error {
  readonly code: ErrorCode | 'full';
  constructor(code: ErrorCode | 'full', message: string) {
    super(message);
    this.code = code;
  }
}

/** One peer in a room, over a plain socket: what it hears waits until it is asked for. */
export class Member implements AsyncDisposable {
  readonly #socket: WebSocket;
  readonly #heard: ServerMessage[] = [];
  readonly #news = new EventEmitter();
  #joined: Joined | undefined;
  #listener: ((data: unknown) => void) | undefined;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (text: Buffer) => this.#hear(text.toString()));
    socket.on('close', () => this.#news.emit('news'));
  }

  /** Joins by the way that a page takes. Throws UpgradeRefused or JoinRefused, where it was one of those. */
  static async join(deployment: Deployment, room: string, options: SocketOptions = {}): Promise<Member> {
    const member = new Member(await openSocket(deployment, { hint: room, ...options }));
    try {
      const token = await roomToken(deployment.settings);
      member.say({ type: 'join', room, name: 'doctor', ...(token === undefined ? {} : { token }) });
      const answer = await member.next('joined', 'full', 'error');
      if (answer.type === 'full') throw new JoinRefused('full', 'the room is full');
      if (answer.type === 'error') throw new JoinRefused(answer.code, answer.message);
      member.#joined = answer;
      return member;
    } catch (error) {
      await member[Symbol.asyncDispose]();
      throw error;
    }
  }

  get joined(): Joined {
    if (!this.#joined) throw new Error('not joined');
    return this.#joined;
  }

  say(message: object): void {
    this.#socket.send(JSON.stringify(message));
  }

  /** The next message of any of these types; what came before it stays unread. */
  async next<Type extends ServerMessage['type']>(...types: readonly Type[]): Promise<MessageOf<Type>> {
    const wanted: ReadonlySet<string> = new Set(types);
    const signal = AbortSignal.timeout(PATIENCE_MS);
    for (;;) {
      const index = this.#heard.findIndex(({ type }) => wanted.has(type));
      // findIndex looked at the type.
      if (index !== -1) return this.#heard.splice(index, 1)[0] as MessageOf<Type>;
      if (this.#socket.readyState > 1) throw new Error(`the connection ended before ${types.join(' or ')}`);
      await once(this.#news, 'news', { signal }).catch((cause: unknown) => {
        throw new Error(`no ${types.join(' or ')} within ${PATIENCE_MS} ms`, { cause });
      });
    }
  }

  /** From now on each peer's message goes here, those that wait first. */
  onMessage(listener: (data: unknown) => void): void {
    this.#listener = listener;
    for (const message of this.#heard.splice(0)) {
      if (message.type === 'message') listener(message.data);
      else this.#heard.push(message);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#socket.readyState === this.#socket.CLOSED) return;
    const closed = once(this.#socket, 'close');
    this.#socket.close(1000);
    const force = setTimeout(() => this.#socket.terminate(), 1_000);
    await closed;
    clearTimeout(force);
  }

  #hear(text: string): void {
    const message = parseServerFrame(text);
    if (message?.type === 'message' && this.#listener) this.#listener(message.data);
    else if (message) this.#heard.push(message);
    this.#news.emit('news');
  }
}

/** Joins for as long as it takes to use the place. */
export async function withMember<Result>(
  deployment: Deployment,
  room: string,
  use: (member: Member) => Result | Promise<Result>,
): Promise<Result> {
  const member = await Member.join(deployment, room);
  try {
    return await use(member);
  } finally {
    await member[Symbol.asyncDispose]();
  }
}

/** A room that nobody else is in; room-token.ts signs for it. */
export function ownRoom(): string {
  return `doctor-${crypto.randomUUID()}`;
}
