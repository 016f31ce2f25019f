import { setTimeout as delay } from 'node:timers/promises';
import type { Envelope } from './envelope.ts';
import { OutgoingLink } from './outgoing-link.ts';
import type { Numbered } from './outgoing-link.ts';

/** How long a node may leave something unconfirmed before it is asked whether all of it came. */
const ASK_AFTER_MS = 400;
/** How long the word of a node that just went deaf may still be under way. */
const LAST_WORD_MS = 100;
/** What a node that confirms nothing may cost this one, in bytes of frames. */
const MOST_UNCONFIRMED = 33_554_432;

/** Envelopes under numbers that rise by one from `first`. */
interface Numbers {
  readonly first: number;
  readonly envelopes: readonly Numbered[];
}

/** How far a node got with a link, by the link's life. */
interface Confirmation {
  readonly life: string;
  readonly upTo: number;
}

interface Options {
  /** Puts envelopes on the bus, from a number on. Gives how many heard; rejects where the bus could not be asked. */
  readonly publish: (node: string, link: OutgoingLink, batch: Numbers) => Promise<number>;
  readonly delivered: (seconds: number) => void;
  /** A node confirmed something that it had not confirmed before. */
  readonly confirmed: (node: string) => void;
  /** Nobody heard, or with `unsent`, the bus could not be asked. */
  readonly undelivered: (node: string, envelopes: readonly Envelope[], unsent: boolean) => void;
}

interface Outgoing {
  readonly link: OutgoingLink;
  asking: NodeJS.Timeout | undefined;
  /** How often it was asked since it last confirmed anything. */
  asked: number;
  /** Nobody heard the last batch; what comes now waits until it is known what did come before. */
  deaf: Promise<void> | undefined;
}

/** The links of this node to all others: when to publish, to ask, to send again, and to give up. */
export class OutgoingLinks {
  silenceMs = 10_000;
  readonly #options: Options;
  readonly #nodes = new Map<string, Outgoing>();
  readonly #underWay = new Set<Promise<void>>();

  constructor(options: Options) {
    this.#options = options;
  }

  get(node: string): OutgoingLink | undefined {
    return this.#nodes.get(node)?.link;
  }

  open(node: string): OutgoingLink {
    return this.#open(node).link;
  }

  /** Numbers envelopes, keeps them and publishes them. */
  add(node: string, envelopes: readonly Envelope[], queuedAt: number): void {
    const outgoing = this.#open(node);
    const first = outgoing.link.add(envelopes);
    if (outgoing.deaf) return;
    if (outgoing.link.bytes > MOST_UNCONFIRMED) this.#giveUp(node, outgoing);
    else this.#track(this.#publish(node, outgoing, { first, envelopes }, queuedAt));
  }

  /** A node says how far it got. */
  confirm(node: string, { life, upTo }: Confirmation): void {
    const outgoing = this.#nodes.get(node);
    if (outgoing?.link.life !== life) return;
    if (outgoing.link.confirm(upTo)) {
      outgoing.asked = 0;
      this.#options.confirmed(node);
    }
    if (outgoing.link.isIdle) this.#rest(outgoing);
  }

  /** A node misses what comes after what it says that it has. Where it knows nothing of this link, that is all of it. */
  again(node: string, { life, upTo }: Confirmation): void {
    const outgoing = this.#nodes.get(node);
    if (outgoing) this.#resend(node, outgoing, outgoing.link.life === life ? upTo + 1 : 0);
  }

  /** Resolves once all that is here now is on the bus or given back; undefined where nothing is under way. */
  accepted(): Promise<unknown> | undefined {
    return this.#underWay.size > 0 ? Promise.all(this.#underWay) : undefined;
  }

  confirmed(): Promise<unknown> {
    return Promise.all([...this.#nodes.values()].map(({ link }) => link.confirmed()));
  }

  /** Waits at most so long for all to be confirmed, then gives the rest back. */
  async finish(ms: number): Promise<void> {
    await this.accepted();
    const stop = new AbortController();
    const late = delay(ms, undefined, { signal: stop.signal }).catch(() => {});
    await Promise.race([this.confirmed(), late]);
    stop.abort();
    for (const [node, outgoing] of this.#nodes) this.#giveUp(node, outgoing);
  }

  async #publish(node: string, outgoing: Outgoing, batch: Numbers, queuedAt: number): Promise<void> {
    let heard: number;
    try {
      heard = await this.#options.publish(node, outgoing.link, batch);
    } catch {
      // Whether it was carried all the same is not known. What went before is asked about once the bus is back.
      const { first, envelopes } = batch;
      this.#options.undelivered(node, outgoing.link.giveUp(first, first + envelopes.length - 1), true);
      this.#askLater(node, outgoing);
      return;
    }
    if (heard === 0) return this.#unheard(node, outgoing, batch.first);
    this.#options.delivered((performance.now() - queuedAt) / 1000);
    this.#askLater(node, outgoing);
  }

  /** Nobody hears there. What was heard before may still be confirmed by a word that is under way. */
  async #unheard(node: string, outgoing: Outgoing, first: number): Promise<void> {
    if (outgoing.link.base < first) {
      outgoing.deaf ??= delay(LAST_WORD_MS);
      await outgoing.deaf;
    }
    this.#giveUp(node, outgoing);
  }

  #giveUp(node: string, outgoing: Outgoing): void {
    outgoing.deaf = undefined;
    this.#rest(outgoing);
    const envelopes = outgoing.link.giveUp();
    if (envelopes.length > 0) this.#options.undelivered(node, envelopes, false);
  }

  #askLater(node: string, outgoing: Outgoing): void {
    if (outgoing.asking || outgoing.link.isIdle) return;
    outgoing.asking = setTimeout(() => {
      outgoing.asking = undefined;
      this.#track(this.#ask(node, outgoing));
    }, ASK_AFTER_MS).unref();
  }

  /** Whether the last batch came is seen by no later one where there is none: so it is asked. */
  async #ask(node: string, outgoing: Outgoing): Promise<void> {
    const { link } = outgoing;
    if (link.isIdle || outgoing.deaf) return;
    // Counted, not timed: a node that did not run itself for a while has heard nobody, and must not blame them.
    outgoing.asked += 1;
    if (outgoing.asked * ASK_AFTER_MS > this.silenceMs) return this.#giveUp(node, outgoing);
    try {
      const heard = await this.#options.publish(node, link, { first: link.next, envelopes: [] });
      if (heard === 0) return await this.#unheard(node, outgoing, link.next);
    } catch {
      outgoing.asked = 0; // nobody could be asked; the bus is away
    }
    this.#askLater(node, outgoing);
  }

  #resend(node: string, outgoing: Outgoing, number: number): void {
    const batch = outgoing.link.from(number);
    if (outgoing.deaf || batch.envelopes.length === 0) return;
    // Where this is lost too, or the bus is away, the next question finds out.
    const again = this.#options.publish(node, outgoing.link, batch).catch(() => 0);
    this.#track(again.then(() => this.#askLater(node, outgoing)));
  }

  #rest(outgoing: Outgoing): void {
    clearTimeout(outgoing.asking);
    outgoing.asking = undefined;
    outgoing.asked = 0;
  }

  #track(work: Promise<void>): void {
    this.#underWay.add(work);
    void work.finally(() => this.#underWay.delete(work));
  }

  #open(node: string): Outgoing {
    const known = this.#nodes.get(node);
    if (known) return known;
    const outgoing: Outgoing = { link: new OutgoingLink(), asking: undefined, asked: 0, deaf: undefined };
    this.#nodes.set(node, outgoing);
    return outgoing;
  }
}
