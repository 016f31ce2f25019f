// Histories written by hand, to show that the checks see what they are for.
import type { ServerMessage } from '@parley/shared/server-messages';
import type { Ending, Happened, Happening, NodeChange, RedisChange } from '../history/history.ts';
import { tellStory } from '../history/story.ts';
import type { Story, Windows } from '../history/story.ts';

export const WINDOWS: Windows = { leaseMs: 1_000, windowMs: 2_000, pingIntervalMs: 300, pingTimeoutMs: 300 };
export const ROOM = 'r';

/** One room of three, two nodes: n1, where a socket is opened unless it says otherwise, and n2. */
export class HandWritten {
  readonly #events: Happened[] = [];
  #now = 0;

  /** Lets time pass; each event takes one millisecond by itself. */
  wait(ms: number): this {
    this.#now += ms;
    return this;
  }

  join(socket: number, id: string, peers: readonly string[], node = 'n1'): this {
    this.#add({ what: 'opened', socket, client: `client of ${id}`, node });
    return this.hear(socket, { type: 'joined', ...place(id, peers, node) });
  }

  /** Asks for a place; `answer` is yes unless it is `session_expired`. */
  resume(socket: number, id: string, peers: readonly string[] | 'session_expired', node = 'n2'): this {
    this.#add({ what: 'opened', socket, client: `client of ${id}`, node });
    this.#add({ what: 'said', socket, message: { type: 'resume', room: ROOM, id, token: 't' } });
    return peers === 'session_expired'
      ? this.hear(socket, { type: 'error', code: 'session_expired', message: 'over' })
      : this.hear(socket, { type: 'resumed', ...place(id, peers, node) });
  }

  hear(socket: number, message: ServerMessage): this {
    return this.#add({ what: 'heard', socket, message });
  }

  otherJoin(socket: number, id: string): this {
    return this.hear(socket, { type: 'otherjoin', room: ROOM, id, seq: 0 });
  }

  bye(socket: number, id: string, reason: 'left' | 'lost' = 'lost'): this {
    return this.hear(socket, { type: 'bye', room: ROOM, id, reason, seq: 0 });
  }

  resync(socket: number, ids: readonly string[]): this {
    return this.hear(socket, { type: 'resync', room: ROOM, peers: ids.map((id) => ({ id })), seq: 0 });
  }

  send(socket: number, data: number, to?: string): this {
    const message = {
      type: 'message',
      room: ROOM,
      ref: `m${data}`,
      data,
      ...(to === undefined ? {} : { to }),
    } as const;
    return this.#add({ what: 'said', socket, message });
  }

  /** The server confirms what came before. */
  confirm(socket: number): this {
    const ref = `p${this.#now}`;
    this.#add({ what: 'said', socket, message: { type: 'ping', ref } });
    return this.hear(socket, { type: 'pong', ref });
  }

  receive(socket: number, from: string, data: number): this {
    return this.hear(socket, { type: 'message', room: ROOM, from, data });
  }

  end(socket: number, how: Ending): this {
    this.#add({ what: 'ending', socket, how });
    return this.close(socket, { leave: 1000, drop: 3001, cut: 1006 }[how]);
  }

  deaf(socket: number): this {
    return this.#add({ what: 'deaf', socket });
  }

  close(socket: number, code: number): this {
    return this.#add({ what: 'closed', socket, code });
  }

  node(node: string, change: NodeChange): this {
    return this.#add({ what: 'node', node, change });
  }

  redis(change: RedisChange): this {
    return this.#add({ what: 'redis', change });
  }

  members(...ids: string[]): this {
    return this.#add({ what: 'members', room: ROOM, ids });
  }

  /** The story, a good while after the last event. */
  told(): Story {
    return tellStory(this.#events, WINDOWS, this.#now + 20_000);
  }

  #add(happening: Happening): this {
    this.#now += 1;
    this.#events.push({ ...happening, at: this.#now });
    return this;
  }
}

function place(id: string, peers: readonly string[], node: string) {
  return {
    room: ROOM,
    id,
    node,
    peers: peers.map((peer) => ({ id: peer })),
    capacity: 3,
    token: 't',
    resumeWindowMs: WINDOWS.windowMs,
    iceServers: [],
    iceTtlMs: 1,
    seq: 0,
  };
}

/** The invariants that were found broken. */
export function broken(violations: Iterable<{ readonly invariant: string }>): string[] {
  return [...violations].map(({ invariant }) => invariant);
}
