import type { Relay } from '../relay/relay.ts';

/**
 * How soon a word that does not come is asked for again: a node that took the question over and died before it could
 * answer is told from one that is slow by this, as nobody hears there any more.
 */
const ASK_AGAIN_MS = 250;
/**
 * How long a node that nobody hears may still be there: one that only lost its subscription listens again by then, and
 * would speak for a peer that it does not know to have gone on.
 */
const DEAF_MS = 500;
/** Between two words about a question that is asked again and again. */
const LONGEST_PAUSE_MS = 1.5 * ASK_AGAIN_MS;

/** That the word came; that nobody hears there; or that neither was known in time. */
type Outcome = 'answered' | 'deaf' | 'late';

/** What is heard of a question: also that the relay could not be reached, which says nothing of the node. */
type News = 'answered' | 'deaf' | 'unsent';

/** Asks other nodes, and this one, for a word through the relay, and waits for it. */
export class Marks {
  readonly #relay: Pick<Relay, 'send'>;
  readonly #asked = new Map<number, (news: News) => void>();
  #last = 0;

  constructor(relay: Pick<Relay, 'send'>) {
    this.#relay = relay;
  }

  /**
   * Resolves once `node` has dealt with all that this node sent to it before; true when it says so itself, false when
   * nobody hears there or no word comes in time.
   */
  async ask(node: string, timeoutMs: number): Promise<boolean> {
    return (await this.#mark(node, timeoutMs)) === 'answered';
  }

  /** Whether anybody hears there. One that does not answer in time may be frozen: it counts as hearing. */
  async hears(node: string, timeoutMs: number): Promise<boolean> {
    return (await this.#mark(node, timeoutMs)) !== 'deaf';
  }

  /** As `ask`, and tells `node` that what this node has for a peer is held from here on. */
  async askHolding(node: string, room: string, id: string, timeoutMs: number): Promise<boolean> {
    const send = (mark: number) => this.#relay.send(node, { kind: 'mark', mark, room, id });
    return (await this.#await(timeoutMs, send)) === 'answered';
  }

  /** As `ask`, once all is placed that a peer said on `node` before it came here. */
  async askSettled(node: string, room: string, id: string, timeoutMs: number): Promise<boolean> {
    const send = (mark: number) => this.#relay.send(node, { kind: 'settle', mark, room, id });
    return (await this.#await(timeoutMs, send, DEAF_MS)) === 'answered';
  }

  /** The word has come; or it is known that none will. */
  answer(mark: number, heard: boolean): void {
    this.#asked.get(mark)?.(heard ? 'answered' : 'deaf');
  }

  /** The relay could not be reached. */
  unsent(mark: number): void {
    this.#asked.get(mark)?.('unsent');
  }

  #mark(node: string, timeoutMs: number): Promise<Outcome> {
    return this.#await(timeoutMs, (mark) => this.#relay.send(node, { kind: 'mark', mark }));
  }

  /** That nobody hears there counts only after `patienceMs` in which the relay could be reached. */
  async #await(timeoutMs: number, send: (mark: number) => void, patienceMs = 0): Promise<Outcome> {
    this.#last += 1;
    const mark = this.#last;
    let patientUntil = performance.now() + patienceMs;
    const { promise, resolve } = Promise.withResolvers<Outcome>();
    let newsAt = performance.now();
    this.#asked.set(mark, (news) => {
      const now = performance.now();
      // The relay stood still, if it was not away altogether: who had no chance to listen again must not be blamed.
      if (news === 'unsent' || now - newsAt > LONGEST_PAUSE_MS) patientUntil = now + patienceMs;
      newsAt = now;
      if (news === 'answered') resolve(news);
      else if (now >= patientUntil) resolve('deaf');
    });
    // Bare timers: thousands of peers may come at once from one dead node, and as many signals that are aborted in one
    // moment would keep this one from all others for a tenth of a second.
    const late = setTimeout(() => resolve('late'), timeoutMs).unref();
    const again = setInterval(() => send(mark), ASK_AGAIN_MS).unref();
    try {
      send(mark);
      return await promise;
    } finally {
      clearTimeout(late);
      clearInterval(again);
      this.#asked.delete(mark);
    }
  }
}
