import { EventEmitter, once } from 'node:events';
import * as fc from 'fast-check';
import { pino } from 'pino';
import type { Logger } from 'pino';
import { describe, expect, it } from 'vitest';
import type { Bus, BusHandlers } from './bus.ts';
import type { DeliverEnvelope, Envelope } from './envelope.ts';
import { LinkRelay } from './link-relay.ts';
import { MemoryBus, MemoryHub } from './memory-bus.ts';

const silent = pino({ level: 'silent' });

type Fate = 'carried' | 'lost' | 'unheard' | 'away';

/** The memory bus, with faults on command: what is lost was taken over, and reaches nobody. */
class FaultyBus implements Bus {
  readonly #bus: MemoryBus;
  /** What becomes of each batch; of all later ones nothing bad. */
  fate: (target: string) => Fate = () => 'carried';

  constructor(hub: MemoryHub, node: string) {
    this.#bus = new MemoryBus(hub, node);
  }

  listen(handlers: BusHandlers): void {
    this.#bus.listen(handlers);
  }

  async publish(node: string, batch: Buffer): Promise<number> {
    switch (this.fate(node)) {
      case 'lost':
        return 1;
      case 'unheard':
        return 0;
      case 'away':
        throw new Error('the bus is away');
      default:
        return this.#bus.publish(node, batch);
    }
  }
}

class Node {
  readonly bus: FaultyBus;
  readonly relay: LinkRelay;
  readonly heard: string[] = [];
  readonly given: string[] = [];
  readonly #news = new EventEmitter();

  constructor(hub: MemoryHub, name: string, silenceMs = 60_000, log: Logger = silent) {
    this.bus = new FaultyBus(hub, name);
    this.relay = new LinkRelay(this.bus, name, log);
    this.relay.start(
      {
        receive: (envelope) => this.#note(this.heard, [envelope]),
        undelivered: (_node, envelopes) => this.#note(this.given, envelopes),
        delivered: () => {},
        hearsAgain: () => {},
        interrupted: () => {},
        fault: () => {},
      },
      silenceMs,
    );
  }

  async until(isTrue: () => boolean): Promise<void> {
    while (!isTrue()) await once(this.#news, 'news', { signal: AbortSignal.timeout(10_000) });
  }

  #note(list: string[], envelopes: readonly Envelope[]): void {
    for (const envelope of envelopes) if (envelope.kind === 'deliver') list.push(envelope.frame.toString());
    this.#news.emit('news');
  }
}

function deliver(text: string): DeliverEnvelope {
  return { kind: 'deliver', room: 'r', from: 'a', to: ['b'], frame: Buffer.from(text) };
}

function pair(): [one: Node, other: Node] {
  const hub = new MemoryHub();
  return [new Node(hub, 'n1'), new Node(hub, 'n2')];
}

/** Sends each text as a batch of its own. */
async function sendOneByOne(node: Node, texts: readonly string[]): Promise<void> {
  for (const text of texts) {
    node.relay.send('n2', deliver(text));
    await node.relay.accepted();
  }
}

describe('a relay over a bus that loses what it carries', () => {
  it('sends again what was lost, each once and in order, whatever is lost in either direction', async () => {
    const fates = fc.array(fc.constantFrom<Fate>('carried', 'carried', 'lost'), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(fates, fates, fc.integer({ min: 1, max: 8 }), async (there, back, count) => {
        const [one, other] = pair();
        one.bus.fate = () => there.shift() ?? 'carried';
        other.bus.fate = () => back.shift() ?? 'carried';
        const texts = Array.from({ length: count }, (_, index) => String(index));
        await sendOneByOne(one, texts);
        await one.relay.confirmed();
        expect(other.heard).toEqual(texts);
        expect(one.given).toEqual([]);
      }),
      { numRuns: 15 },
    );
  }, 60_000);

  it('goes on where both sides miss something of each other, or a node something of itself', async () => {
    const hub = new MemoryHub();
    const [one, other] = [new Node(hub, 'n1'), new Node(hub, 'n2')];
    for (const [node, target] of [
      [one, 'n2'],
      [other, 'n1'],
      [one, 'n1'],
    ] as const) {
      node.bus.fate = () => 'lost';
      node.relay.send(target, deliver(`to ${target}`));
      await node.relay.accepted();
      node.bus.fate = () => 'carried';
    }
    await Promise.all([one.relay.confirmed(), other.relay.confirmed()]);
    expect(one.heard.toSorted()).toEqual(['to n1', 'to n1']);
    expect(other.heard).toEqual(['to n2']);
  });

  it('finds the loss of the last batch before silence', async () => {
    const [one, other] = pair();
    await sendOneByOne(one, ['first']);
    await other.until(() => other.heard.length === 1);
    one.bus.fate = () => {
      one.bus.fate = () => 'carried';
      return 'lost';
    };
    await sendOneByOne(one, ['last']);
    await other.until(() => other.heard.length === 2);
    expect(other.heard).toEqual(['first', 'last']);
  });

  it('gives back what was taken over and never confirmed, before what nobody heard', async () => {
    const [one, other] = pair();
    await sendOneByOne(one, ['heard']);
    await one.relay.confirmed();
    one.bus.fate = () => 'lost';
    await sendOneByOne(one, ['in doubt']);
    one.bus.fate = () => 'unheard';
    one.relay.send('n2', deliver('unheard'));
    await one.until(() => one.given.length === 2);
    expect(one.given).toEqual(['in doubt', 'unheard']);
    // Nobody waits for them any more: what comes next is taken.
    one.bus.fate = () => 'carried';
    await sendOneByOne(one, ['next']);
    await other.until(() => other.heard.length === 2);
    expect(other.heard).toEqual(['heard', 'next']);
  });

  it('gives back nothing that the other confirmed with its last word', async () => {
    const [one, other] = pair();
    await sendOneByOne(one, ['came']);
    await other.until(() => other.heard.length === 1);
    one.bus.fate = () => 'unheard';
    await sendOneByOne(one, ['late']);
    expect(one.given).toEqual(['late']);
  });

  it('confirms what it dealt with last when it stops, so that nobody takes it for lost', async () => {
    const [one, other] = pair();
    await sendOneByOne(one, ['last']);
    await other.until(() => other.heard.length === 1);
    await other.relay.finish();
    await one.relay.confirmed();
    expect(one.given).toEqual([]);
  });

  it('gives back what a node took over and keeps silent about', async () => {
    const hub = new MemoryHub();
    const one = new Node(hub, 'n1', 500);
    const mute = new FaultyBus(hub, 'n2');
    mute.listen({ receive: () => {}, hears: () => {}, interrupted: () => {} });
    one.relay.send('n2', deliver('into the void'));
    await one.until(() => one.given.length === 1);
  });

  it('gives back at once what could not be asked for, and keeps what went before it', async () => {
    const [one, other] = pair();
    one.bus.fate = () => 'lost';
    await sendOneByOne(one, ['lost']);
    one.bus.fate = () => 'away';
    await sendOneByOne(one, ['refused']);
    expect(one.given).toEqual(['refused']);
    one.bus.fate = () => 'carried';
    await other.until(() => other.heard.length === 1);
    expect(other.heard).toEqual(['lost']);
  });

  it('tells its log once that a node does not hear, and once that it hears again', async () => {
    const hub = new MemoryHub();
    const told: unknown[] = [];
    const log = pino({}, { write: (line: string) => void told.push(JSON.parse(line) as unknown) });
    const [red, blue] = [new Node(hub, 'red', 60_000, log), new Node(hub, 'blue')];
    red.bus.fate = () => 'unheard';
    for (const text of ['1', '2', '3']) {
      red.relay.send('blue', deliver(text));
      await red.until(() => red.given.includes(text));
    }
    red.bus.fate = () => 'carried';
    for (const text of ['4', '5']) {
      red.relay.send('blue', deliver(text));
      await red.relay.confirmed();
    }
    expect(blue.heard).toEqual(['4', '5']);
    expect(told).toMatchObject([{ msg: 'a node does not hear' }, { msg: 'a node hears again' }]);
  });

  it('does not send again what was taken back', async () => {
    const [one, other] = pair();
    one.bus.fate = () => 'lost';
    await sendOneByOne(one, ['moved']);
    expect(one.relay.withdraw('n2', 'r', 'b')).toEqual([deliver('moved')]);
    expect(one.relay.settle('n2', 1, 'b')).toBeUndefined();
    one.bus.fate = () => 'carried';
    await sendOneByOne(one, ['next']);
    await other.until(() => other.heard.length === 1);
    expect(other.heard).toEqual(['next']);
  });
});
