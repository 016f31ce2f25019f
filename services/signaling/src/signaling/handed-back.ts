import { setTimeout as delay } from 'node:timers/promises';
import type { ReturnedEnvelope } from '../relay/envelope.ts';
import type { Marks } from './marks.ts';

/** How often a node that took something back is asked whether it is still there. */
const CHECK_MS = 250;
/** The same where this node stops and cannot wait. */
const LAST_CHECK_MS = 300;
/** More than so many of one node are left to it. */
const MOST_KEPT = 10_000;

interface HandedBackOptions {
  readonly marks: Pick<Marks, 'hears'>;
  readonly leaseMs: number;
  /** Whether this node is heard itself: while the relay is away, everybody seems dead. */
  readonly isHeard: () => boolean;
  /** The node is dead: the message is placed from here. */
  readonly place: (envelope: ReturnedEnvelope, node: string) => void;
}

/**
 * Messages that their sender's node took back and has not placed yet. Their senders may have been told that they are on
 * their way, and the node may die before it gets to them: then they are placed from here.
 */
export class HandedBack {
  readonly #options: HandedBackOptions;
  /** By node; of each, by number and peer, in the order they were given back. */
  readonly #kept = new Map<string, Map<string, ReturnedEnvelope>>();

  constructor(options: HandedBackOptions) {
    this.#options = options;
  }

  /** A node has heard that a message comes back. */
  keep(node: string, envelope: ReturnedEnvelope): void {
    const known = this.#kept.get(node);
    const kept = known ?? new Map<string, ReturnedEnvelope>();
    if (kept.size >= MOST_KEPT) return;
    kept.set(keyOf(envelope), envelope);
    if (known) return;
    this.#kept.set(node, kept);
    void this.#watch(node, kept);
  }

  /** The node has dealt with one: kept it, handed it over, sent it on, or told its sender. */
  placed(node: string, at: { readonly number: number; readonly to: string }): void {
    this.#kept.get(node)?.delete(keyOf(at));
  }

  /** Gives up on those of one sender, who came here from the node, which nobody hears any more. In order. */
  take(node: string, room: string, from: string): ReturnedEnvelope[] {
    const kept = this.#kept.get(node);
    const taken = [...(kept?.values() ?? [])].filter((each) => each.room === room && each.from === from);
    for (const each of taken) kept?.delete(keyOf(each));
    return taken;
  }

  /** This node stops: what nodes took back that are dead by now is placed at once. */
  async hurry(): Promise<void> {
    const { marks, isHeard } = this.#options;
    const asked = [...this.#kept].map(async ([node, kept]) => {
      if (kept.size === 0 || (await marks.hears(node, LAST_CHECK_MS))) return;
      if (isHeard()) this.#placeAll(node, kept);
    });
    await Promise.all(asked);
  }

  /** Until there is nothing left, or nobody has heard there for a lease. */
  async #watch(node: string, kept: Map<string, ReturnedEnvelope>): Promise<void> {
    const { marks, leaseMs, isHeard } = this.#options;
    let deafForMs = 0;
    while (kept.size > 0 && deafForMs <= leaseMs) {
      await delay(CHECK_MS, undefined, { ref: false });
      if (kept.size === 0 || (await marks.hears(node, leaseMs)) || !isHeard()) deafForMs = 0;
      else deafForMs += CHECK_MS;
    }
    this.#kept.delete(node);
    this.#placeAll(node, kept);
  }

  #placeAll(node: string, kept: Map<string, ReturnedEnvelope>): void {
    const all = [...kept.values()];
    kept.clear();
    for (const envelope of all) this.#options.place(envelope, node);
  }
}

function keyOf({ number, to }: { readonly number: number; readonly to: string }): string {
  return `${number} ${to}`;
}
