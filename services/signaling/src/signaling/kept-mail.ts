import { setTimeout as delay } from 'node:timers/promises';
import type { Mailbox, Membership } from '../membership/membership.ts';
import { StoreUnavailable } from '../membership/store-unavailable.ts';
import type { Session } from './session.ts';

/** How soon a mailbox is asked for again where the store is away. */
const RETRY_MS = 250;

interface KeptMailOptions {
  readonly membership: Pick<Membership, 'collect'>;
  readonly session: (room: string, id: string) => Session | undefined;
  /** Tells the store, sooner or later, that kept frames were handed over. Never rejects. */
  readonly discard: (room: string, id: string, upTo: number) => Promise<unknown>;
}

/**
 * Hands peers of this node what was kept for them while others did not reach them. A mailbox is asked for anew only once
 * the store was told what of it was handed over, or each that asks meanwhile would hand it over again.
 */
export class KeptMail {
  readonly #options: KeptMailOptions;
  /** "ROOM PEER" to the end of the last thing that is being done with that mailbox. Never rejects. */
  readonly #ends = new Map<string, Promise<void>>();

  constructor(options: KeptMailOptions) {
    this.#options = options;
  }

  /** Fetches and hands over what is kept for a peer; waits while the store is away, as long as the peer is here. */
  collect(room: string, id: string): Promise<void> {
    return this.#after(room, id, () => this.#collect(room, id));
  }

  /** Hands what was kept for a session to its socket. What did not get there stays for whoever takes it in next. */
  handOver(session: Session, mail: Mailbox): void {
    const upTo = handedUpTo(session, mail);
    const { room, id } = session;
    if (upTo !== undefined) void this.#after(room, id, () => this.#options.discard(room, id, upTo));
  }

  async #collect(room: string, id: string): Promise<void> {
    const { session: find, membership, discard } = this.#options;
    const session = find(room, id);
    if (!session) return;
    for (; session.outlet; await delay(RETRY_MS, undefined, { ref: false })) {
      const mail = await membership.collect(room, id, session.gen).catch(unlessAway);
      if (!mail) continue;
      const upTo = handedUpTo(session, mail);
      if (upTo !== undefined) await discard(room, id, upTo);
      return;
    }
  }

  async #after(room: string, id: string, act: () => Promise<unknown>): Promise<void> {
    const key = `${room} ${id}`;
    const acted = (this.#ends.get(key) ?? Promise.resolve()).then(act);
    // Its fault is told to whoever waits for `acted`.
    const end = settled(acted);
    this.#ends.set(key, end);
    try {
      await acted;
    } finally {
      if (this.#ends.get(key) === end) this.#ends.delete(key);
    }
  }
}

/** The number behind the last frame that its socket took; undefined where it took none. */
function handedUpTo(session: Session, { first, frames }: Mailbox): number | undefined {
  const { outlet } = session;
  if (frames.length > 0) session.mailHanded += 1;
  const failed = frames.findIndex((frame) => !outlet?.send(frame));
  const upTo = first + (failed === -1 ? frames.length : failed);
  return upTo > first ? upTo : undefined;
}

function unlessAway(error: unknown): undefined {
  if (!(error instanceof StoreUnavailable)) throw error;
}

async function settled(work: Promise<unknown>): Promise<void> {
  await Promise.allSettled([work]);
}
