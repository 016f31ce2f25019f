import type { Membership } from '../membership/membership.ts';
import type { Lease } from './lease.ts';
import type { Letter } from './mail.ts';
import type { Rooms } from './rooms.ts';

interface SaidHereOptions {
  readonly lease: Pick<Lease, 'held'>;
  readonly membership: Pick<Membership, 'version'>;
  readonly rooms: Pick<Rooms, 'session'>;
  /** Holds a room against the store. Never rejects; false where that could not be asked. */
  readonly compare: (room: string) => Promise<boolean>;
  /** Whether a peer left its room on this node: what it said before is the last that it said. */
  readonly hadLastWord: (room: string, id: string) => boolean;
}

/** Counts what is said on this node, and knows how much of it may still be passed on. */
export class SaidHere {
  readonly #options: SaidHereOptions;
  #count = 0;
  /** What had been said when this node got its lease again, after it had run out. */
  #beforeGap = 0;

  constructor(options: SaidHereOptions) {
    this.#options = options;
  }

  get count(): number {
    return this.#count;
  }

  /** One more; gives its number. */
  next(): number {
    this.#count += 1;
    return this.#count;
  }

  /** The lease had run out: those who were here may have said more elsewhere since. */
  regained(): void {
    this.#beforeGap = this.#count;
  }

  /**
   * Whether this node may still speak for the sender of a message that waited here. What that has said elsewhere since
   * would come first: so not where it was said before the lease ran out, unless it was the last that it said, or its
   * socket is here all the time since, as the store has to bear out. Rejects with StoreUnavailable where that is away.
   */
  mayPassOn(letter: Letter): boolean | Promise<boolean> {
    const { lease, hadLastWord } = this.#options;
    if (lease.held && letter.said > this.#beforeGap) return true;
    if (hadLastWord(letter.room, letter.from)) return true;
    return this.#isHereSince(letter) && this.#isBorneOut(letter);
  }

  #isHereSince({ room, from, said }: Letter): boolean {
    const session = this.#options.rooms.session(room, from);
    return session?.outlet !== undefined && said > session.saidBefore;
  }

  async #isBorneOut(letter: Letter): Promise<boolean> {
    const { membership, compare } = this.#options;
    // A comparison would wait until the store is back.
    await membership.version(letter.room);
    return (await compare(letter.room)) && this.#isHereSince(letter);
  }
}
