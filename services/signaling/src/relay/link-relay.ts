import type { Logger } from 'pino';
import type { Bus } from './bus.ts';
import { DeafNodes } from './deaf-nodes.ts';
import { decodeBatch, encodeBatch } from './envelope-codec.ts';
import type { Batch } from './envelope-codec.ts';
import type { DeliverEnvelope, Envelope } from './envelope.ts';
import { IncomingLink } from './incoming-link.ts';
import { Outbox } from './outbox.ts';
import type { OutgoingLink, Numbered } from './outgoing-link.ts';
import { OutgoingLinks } from './outgoing-links.ts';
import type { Relay, RelayHandlers } from './relay.ts';

/** How long a batch that was dealt with may wait for one in the other direction that takes the word along. */
const CONFIRM_AFTER_MS = 20;
/** A batch that is missing is missed by each one behind it; it is asked for no more often than this. */
const ASK_AGAIN_AFTER_MS = 50;
/** How long a node that stops waits for the others to confirm. */
const FINISH_MS = 500;

interface Incoming {
  readonly link: IncomingLink;
  confirming: NodeJS.Timeout | undefined;
  /** When what was lost was last asked for. */
  askedAt: number;
}

/** The relay over a bus that may lose what it carries: numbered, confirmed, sent again. */
export class LinkRelay implements Relay {
  readonly #bus: Bus;
  readonly #node: string;
  readonly #log: Logger;
  readonly #outgoing: OutgoingLinks;
  readonly #incoming = new Map<string, Incoming>();
  readonly #outbox = new Outbox((node, envelopes, queuedAt) => this.#outgoing.add(node, envelopes, queuedAt));
  #handlers: RelayHandlers | undefined;
  #heardBefore = false;
  #closed = false;

  constructor(bus: Bus, node: string, log: Logger) {
    const deaf = new DeafNodes(log);
    this.#bus = bus;
    this.#node = node;
    this.#log = log;
    this.#outgoing = new OutgoingLinks({
      publish: (target, link, batch) => {
        // What was made of what came from there goes first: a confirmation must not overtake it.
        this.#outbox.flush();
        return this.#publish(target, link, batch.first, batch.envelopes);
      },
      delivered: (seconds) => this.#guard((handlers) => handlers.delivered(seconds)),
      confirmed: (target) => deaf.heard(target),
      undelivered: (target, envelopes, unsent) => {
        deaf.missed(target, envelopes.length);
        this.#guard((handlers) => handlers.undelivered(target, envelopes, unsent));
      },
    });
  }

  start(handlers: RelayHandlers, silenceMs: number): void {
    this.#handlers = handlers;
    this.#outgoing.silenceMs = silenceMs;
    this.#bus.listen({
      receive: (batch) => this.#receive(batch),
      hears: () => {
        if (this.#heardBefore) this.#guard(() => handlers.hearsAgain());
        this.#heardBefore = true;
      },
      interrupted: () => this.#guard(() => handlers.interrupted()),
    });
  }

  send(node: string, envelope: Envelope): void {
    this.#outbox.add(node, envelope);
  }

  settle(node: string, number: number, to: string): DeliverEnvelope | undefined {
    return this.#outgoing.get(node)?.settle(number, to);
  }

  withdraw(node: string, room: string, to: string): readonly DeliverEnvelope[] {
    this.#outbox.flush();
    return this.#outgoing.get(node)?.withdraw(room, to) ?? [];
  }

  accepted(): Promise<unknown> | undefined {
    this.#outbox.flush();
    return this.#outgoing.accepted();
  }

  confirmed(): Promise<unknown> {
    this.#outbox.flush();
    return this.#outgoing.confirmed();
  }

  async finish(): Promise<void> {
    this.#outbox.flush();
    await this.#outgoing.finish(FINISH_MS);
    this.#closed = true;
    // What was dealt with last is confirmed now, or its senders would take it for lost with this node and say it again.
    const owed = [...this.#incoming].filter(([, { confirming }]) => confirming);
    await Promise.all(owed.map(([node]) => this.#word(node, false)));
  }

  #receive(bytes: Buffer): void {
    try {
      this.#take(decodeBatch(bytes));
    } catch (error) {
      // Somebody else's or another version's: one bad batch must not end the process.
      this.#log.warn(
        { reason: error instanceof Error ? error.name : 'unknown', bytes: bytes.length },
        'dropped a batch',
      );
      this.#handlers?.fault(error);
    }
  }

  #take({ head, envelopes }: Batch): void {
    const { node, first, confirms, again } = head;
    const incoming = this.#incomingFrom(node);
    const known = incoming.link.accept(head);
    if (known === undefined) {
      this.#log.warn({ fromNode: node, missing: first - incoming.link.last - 1 }, 'a batch was lost');
      // Both sides may miss something: what is asked for is sent, though nothing else of this batch can be taken.
      if (again) this.#outgoing.again(node, confirms);
      this.#ask(node, incoming);
      return;
    }
    for (const [index, envelope] of envelopes.entries()) {
      if (index >= known) this.#handOver(node, first + index, envelope, incoming);
    }
    // After the envelopes: what was given back among them is still waited for.
    this.#outgoing.confirm(node, confirms);
    if (again) this.#outgoing.again(node, confirms);
    // An empty batch from a node that waits for something is a question whether all of it came.
    if (envelopes.length > 0 || head.base < first) this.#confirmSoon(node, incoming);
  }

  #handOver(node: string, number: number, envelope: Numbered, incoming: Incoming): void {
    const { link } = incoming;
    let dealt: Promise<void> | undefined;
    try {
      if (envelope) dealt = this.#handlers?.receive(envelope, node, number) ?? undefined;
    } catch (error) {
      this.#fail(envelope, error);
    }
    link.advance(number, dealt !== undefined);
    void dealt
      ?.catch((error: unknown) => this.#fail(envelope, error))
      .finally(() => {
        link.settle(number);
        this.#confirmSoon(node, incoming);
      });
  }

  #guard(tell: (handlers: RelayHandlers) => void): void {
    if (!this.#handlers) return;
    try {
      tell(this.#handlers);
    } catch (error) {
      this.#fail(undefined, error);
    }
  }

  #fail(envelope: Numbered, error: unknown): void {
    this.#log.error({ err: error, kind: envelope?.kind }, envelope ? 'envelope failed' : 'relay failed');
    this.#handlers?.fault(error);
  }

  #confirmSoon(node: string, incoming: Incoming): void {
    if (this.#closed) return;
    incoming.confirming ??= setTimeout(() => {
      incoming.confirming = undefined;
      void this.#word(node, false);
    }, CONFIRM_AFTER_MS).unref();
  }

  #ask(node: string, incoming: Incoming): void {
    const now = performance.now();
    if (now - incoming.askedAt < ASK_AGAIN_AFTER_MS) return;
    incoming.askedAt = now;
    void this.#word(node, true);
  }

  /** A batch without envelopes. Whether it is heard is nothing to care about: it is said again when needed. */
  async #word(node: string, again: boolean): Promise<void> {
    this.#outbox.flush();
    const link = this.#outgoing.open(node);
    await this.#publish(node, link, link.next, [], again).catch(() => {});
  }

  #publish(
    node: string,
    link: OutgoingLink,
    first: number,
    envelopes: readonly Numbered[],
    again = false,
  ): Promise<number> {
    const incoming = this.#incomingFrom(node);
    clearTimeout(incoming.confirming);
    incoming.confirming = undefined;
    const { life, confirmed: upTo } = incoming.link;
    const head = {
      node: this.#node,
      life: link.life,
      first,
      base: link.base,
      confirms: { life, upTo },
      again,
    };
    return this.#bus.publish(node, encodeBatch({ head, envelopes }));
  }

  #incomingFrom(node: string): Incoming {
    const known = this.#incoming.get(node);
    if (known) return known;
    const incoming: Incoming = { link: new IncomingLink(), confirming: undefined, askedAt: -Infinity };
    this.#incoming.set(node, incoming);
    return incoming;
  }
}
