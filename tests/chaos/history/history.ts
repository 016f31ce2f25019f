// What happened in a run, as seen from outside: by the clients, and by who did things to nodes and Redis.
import type { ClientMessage } from '@parley/shared/client-messages';
import type { ServerMessage } from '@parley/shared/server-messages';

/** What a client does to its own connection: `leave` closes with 1000, `drop` with 3001, `cut` says nothing at all. */
export type Ending = 'leave' | 'drop' | 'cut';

export type NodeChange =
  'started' | 'ready' | 'unready' | 'frozen' | 'thawed' | 'killed' | 'told to stop' | 'exited';

export type RedisChange =
  /** About to be killed, and gone: what it was told in between is lost with it. */
  'killed' | 'gone' | 'started' | 'frozen' | 'thawed' | 'subscribers cut' | 'all connections cut';

export type Happening =
  | { readonly what: 'opened'; readonly socket: number; readonly client: string; readonly node: string }
  | { readonly what: 'said'; readonly socket: number; readonly message: ClientMessage }
  | { readonly what: 'heard'; readonly socket: number; readonly message: ServerMessage }
  /** The client neither reads nor answers any more, and the server does not know. */
  | { readonly what: 'deaf'; readonly socket: number }
  | { readonly what: 'ending'; readonly socket: number; readonly how: Ending }
  | { readonly what: 'closed'; readonly socket: number; readonly code: number }
  | { readonly what: 'node'; readonly node: string; readonly change: NodeChange }
  | { readonly what: 'redis'; readonly change: RedisChange }
  /** The store was read: who is in a room. */
  | { readonly what: 'members'; readonly room: string; readonly ids: readonly string[] };

/** Something that happened, and when: milliseconds of one clock, that of the process which holds all clients. */
export type Happened = Happening & { readonly at: number };

/** Takes down what happens, in order. */
export class History {
  readonly events: Happened[] = [];
  readonly #now: () => number;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  record(happening: Happening): void {
    this.events.push({ ...happening, at: this.#now() });
  }
}
