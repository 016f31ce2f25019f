import { setTimeout as delay } from 'node:timers/promises';
import { CLOSE_CODES } from '@parley/shared/close-codes';
import type { AssertOutcome, RoomView, Verdict } from '../membership/membership.ts';
import { StoreUnavailable } from '../membership/store-unavailable.ts';
import { roomTag } from './identity.ts';
import type { NodeContext } from './node-context.ts';
import { displace } from './resume.ts';
import type { Holding } from './room.ts';

/** How often one comparison may find that the store changed under it. */
const MOST_ROUNDS = 3;
/** How soon a room is compared again where the store is away: what comes for its peers waits until then. */
const RETRY_MS = 250;

/**
 * Holds rooms against the store: makes up for what this node missed, and puts back what the store lost. One room is
 * never compared twice at once; who asks meanwhile has it done once more.
 */
export class Comparison {
  readonly #context: NodeContext;
  readonly #running = new Map<string, Promise<boolean>>();
  readonly #asked = new Set<string>();
  #stopped = false;

  constructor(context: NodeContext) {
    this.#context = context;
  }

  /** Whether a room is being compared right now. */
  get busy(): boolean {
    return this.#running.size > 0;
  }

  /** The process is ending: what the store cannot be asked about is left to others. */
  stop(): void {
    this.#stopped = true;
  }

  /** Compares one room. Never rejects; false where the store could not be asked. */
  run(name: string): Promise<boolean> {
    const running = this.#running.get(name);
    if (running) {
      this.#asked.add(name);
      return running;
    }
    const run = this.#repeat(name).finally(() => this.#running.delete(name));
    this.#running.set(name, run);
    return run;
  }

  async #repeat(name: string): Promise<boolean> {
    const { rooms } = this.#context;
    rooms.hold(name);
    let arrived = this.#arrive(name);
    try {
      for (let round = 0; round < MOST_ROUNDS; round += 1) {
        this.#asked.delete(name);
        if (!(await this.#insist(name))) return false;
        if (!this.#asked.has(name)) break;
        const next = this.#arrive(name);
        arrived();
        arrived = next;
      }
      return true;
    } finally {
      arrived();
      rooms.release(name);
    }
  }

  /** What comes for the peers of this node from now on is newer than what the store may have kept for them. */
  #arrive(name: string): () => void {
    const held = this.#context.rooms.holding(name)?.claims.filter(({ by }) => by === 'socket') ?? [];
    const ends = held.map(({ member }) => this.#context.delivery.arrive(name, member.id));
    return () => {
      for (const end of ends) end();
    };
  }

  /** While the store is away what comes for the peers of this node goes on waiting. */
  async #insist(name: string): Promise<boolean> {
    for (;;) {
      const result = await this.#compare(name);
      if (result !== 'away') return result === 'done';
      if (this.#stopped || !this.#context.rooms.holding(name)) return false;
      await delay(RETRY_MS, undefined, { ref: false });
    }
  }

  async #compare(name: string): Promise<'done' | 'away' | 'failed'> {
    const { rooms, membership, observer, log } = this.#context;
    try {
      if (rooms.holding(name)) await this.#assert(name);
      else await this.#lookForGhosts(name, await membership.snapshot(name), new Set());
      return 'done';
    } catch (error) {
      if (error instanceof StoreUnavailable) return 'away';
      observer.fault('background');
      log.error({ room: roomTag(name), err: error }, 'room not compared');
      return 'failed';
    }
  }

  async #assert(name: string): Promise<void> {
    const { rooms, registry, delivery, holdOffMs, log } = this.#context;
    // Noted first: a node must be known to hold what it puts back.
    await rooms.enter(name);
    const known = this.#here(name);
    // Told the same number for another truth, the store went back and came forward on another way: a claim to be one
    // ahead begins a new epoch.
    const outcome = (await this.#tell(name, 0)) ?? (await this.#tell(name, 1));
    if (!outcome) return;
    for (const id of outcome.detached) await registry.expect({ room: name, id }, holdOffMs);
    for (const id of outcome.mail) await delivery.collect(name, id);
    await this.#lookForGhosts(name, outcome.view, known);
    if (!outcome.restored) return;
    this.#restored(name, outcome);
    log.info({ room: roomTag(name) }, 'put back what the store had lost of a room');
  }

  /**
   * Tells the store what this node has of a room, this very moment: what is claimed after a socket went would bring it
   * back. Undefined where the room is no more here, or the answer contradicts what is known.
   */
  async #tell(name: string, ahead: number): Promise<AssertOutcome | undefined> {
    const { membership, rooms, node, lease, holdOffMs } = this.#context;
    const holding = rooms.holding(name);
    if (!holding) return undefined;
    const { view, claims } = holding;
    const seq = view.seq + ahead;
    const outcome = await membership.assert(name, {
      ...view,
      seq,
      node,
      term: lease.term,
      claims,
      holdOffMs,
    });
    this.#judge(name, holding, outcome.verdicts);
    return rooms.take(name, outcome.view, holding) ? undefined : outcome;
  }

  /** Peers that are on this node now, or on their way in. */
  #here(name: string): ReadonlySet<string> {
    const { rooms } = this.#context;
    const members = rooms.holding(name)?.view.members ?? [];
    return new Set(members.filter(({ id, gen }) => rooms.knows(name, id, gen)).map(personOf));
  }

  #restored(name: string, { view }: AssertOutcome): void {
    this.#context.rooms.tell(view, { kind: 'look', room: name, epoch: view.epoch, seq: view.seq });
  }

  /** Peers of this node whose membership went on elsewhere, or ended. */
  #judge(name: string, holding: Holding, verdicts: ReadonlyMap<string, Verdict>): void {
    const { rooms } = this.#context;
    for (const { member } of holding.claims) {
      const verdict = verdicts.get(member.id);
      const session = rooms.session(name, member.id);
      if (!session || session.gen !== member.gen || verdict === undefined || verdict === 'held') continue;
      if (verdict === 'elsewhere') displace(this.#context, session);
      else session.outlet?.close(CLOSE_CODES.storeLost, 'this membership had ended; join anew');
      rooms.dismiss(session);
    }
  }

  /**
   * Members that the store has on this node and that are not here: the answer that let them in was lost, or the word
   * that they went. They are detached, so that they may come back, or be missed. `known` were here when it began.
   */
  async #lookForGhosts(name: string, view: RoomView, known: ReadonlySet<string>): Promise<void> {
    const { rooms, node, departures, limits } = this.#context;
    for (const { id, gen, node: at } of view.members) {
      if (at !== node || known.has(personOf({ id, gen })) || rooms.knows(name, id, gen)) continue;
      await departures.detach({ room: name, id, gen }, limits.resumeWindowMs);
    }
  }
}

function personOf({ id, gen }: { readonly id: string; readonly gen: number }): string {
  return `${id} ${gen}`;
}
