import { EventEmitter, once } from 'node:events';
import type { DeliverEnvelope, Envelope } from '@parley/signaling/relay/envelope';
import type { Relay } from '@parley/signaling/relay/relay';
import type { Store } from '@parley/signaling/store';
import { describe, expect, it } from 'vitest';
import { poll } from '../support/poll.ts';
import type { StoreCluster } from '../support/stores.ts';

const SILENCE_MS = 60_000;

function deliver(text: string): DeliverEnvelope {
  return { kind: 'deliver', room: 'r', from: 'a', to: ['b'], frame: Buffer.from(text) };
}

/** What a node heard, told as it comes. */
class Listener {
  readonly heard: Envelope[] = [];
  readonly undelivered: Envelope[] = [];
  batches = 0;
  readonly #news = new EventEmitter();

  constructor(relay: Relay) {
    relay.start(
      {
        receive: (envelope) => {
          this.heard.push(envelope);
          this.#news.emit('news');
        },
        undelivered: (_node, envelopes) => {
          this.undelivered.push(...envelopes);
          this.#news.emit('news');
        },
        delivered: () => (this.batches += 1),
        hearsAgain: () => {},
        interrupted: () => {},
        fault: (error) => expect.fail(String(error)),
      },
      SILENCE_MS,
    );
  }

  async until(isTrue: () => boolean): Promise<void> {
    while (!isTrue()) await once(this.#news, 'news', { signal: AbortSignal.timeout(10_000) });
  }

  get texts(): (string | undefined)[] {
    return this.heard.map((envelope) =>
      envelope.kind === 'deliver' ? envelope.frame.toString() : undefined,
    );
  }
}

async function open(cluster: StoreCluster, node: string): Promise<{ store: Store; listener: Listener }> {
  const store = await cluster.open(node);
  const listener = new Listener(store.relay);
  await poll(`${node} listens`, () => store.notReady() === undefined);
  return { store, listener };
}

/** What every relay does, whatever carries it. */
export function relayContract(name: string, newCluster: () => StoreCluster): void {
  describe(`relay through ${name}`, () => {
    it('carries every kind of envelope as it is', async () => {
      await using cluster = newCluster();
      const one = await open(cluster, 'n1');
      const other = await open(cluster, 'n2');
      const envelopes: Envelope[] = [
        deliver('{"data":"语🎉\\u0000"}'),
        { ...deliver('{}'), to: ['b', 'c'], ref: 'mine' },
        {
          kind: 'move',
          room: 'r',
          id: 'b',
          node: 'n3',
          gen: 2,
          term: 1,
          tokenHash: 'x',
          formerTokenHash: 'y',
        },
        { kind: 'mark', mark: 7 },
        { kind: 'settle', mark: 8, room: 'r', id: 'b' },
        { kind: 'look', room: 'r', epoch: 1_700_000_000_000_000, seq: 3 },
        { kind: 'mail', room: 'r', id: 'b' },
        { ...deliver('{}'), kind: 'returned', number: 3, to: 'b', ref: undefined, gen: 3 },
        {
          kind: 'change',
          room: 'r',
          epoch: 1_700_000_000_000_000,
          change: {
            type: 'join',
            seq: 2,
            member: { id: 'b', name: 'Bob', seq: 2, node: 'n1', gen: 1, term: 1, tokenHash: 'x' },
          },
        },
        { kind: 'change', room: 'r', epoch: 7, change: { type: 'leave', seq: 3, id: 'b', reason: 'lost' } },
      ];
      for (const envelope of envelopes) one.store.relay.send('n2', envelope);
      await other.listener.until(() => other.listener.heard.length === envelopes.length);
      expect(other.listener.heard).toEqual(envelopes);
    });

    it('sends what one turn has for a node as one batch', async () => {
      await using cluster = newCluster();
      const one = await open(cluster, 'n1');
      const other = await open(cluster, 'n2');
      for (let index = 0; index < 50; index += 1) one.store.relay.send('n2', deliver(String(index)));
      await other.listener.until(() => other.listener.heard.length === 50);
      await poll('the batch is counted', () => one.listener.batches > 0);
      expect(one.listener.batches).toBe(1);
    });

    it('keeps the order from one node to another over many turns', async () => {
      await using cluster = newCluster();
      const one = await open(cluster, 'n1');
      const other = await open(cluster, 'n2');
      const sent = Array.from({ length: 200 }, (_, index) => String(index));
      for (const [index, text] of sent.entries()) {
        one.store.relay.send('n2', deliver(text));
        if (index % 7 === 0) await new Promise(setImmediate);
      }
      await other.listener.until(() => other.listener.heard.length === sent.length);
      expect(other.listener.texts).toEqual(sent);
    });

    it('reaches only the node it is for', async () => {
      await using cluster = newCluster();
      const one = await open(cluster, 'n1');
      const other = await open(cluster, 'n2');
      const third = await open(cluster, 'n3');
      one.store.relay.send('n2', deliver('for n2'));
      one.store.relay.send('n3', deliver('for n3'));
      await other.listener.until(() => other.listener.heard.length === 1);
      await third.listener.until(() => third.listener.heard.length === 1);
      expect(other.listener.texts).toEqual(['for n2']);
      expect(third.listener.texts).toEqual(['for n3']);
    });

    it('gives back, in order, what nobody heard', async () => {
      await using cluster = newCluster();
      const one = await open(cluster, 'n1');
      one.store.relay.send('nobody', deliver('first'));
      one.store.relay.send('nobody', deliver('second'));
      await one.listener.until(() => one.listener.undelivered.length === 2);
      expect(one.listener.undelivered).toEqual([deliver('first'), deliver('second')]);
    });

    it('hands over what was queued before it closes', async () => {
      await using cluster = newCluster();
      const one = await open(cluster, 'n1');
      const other = await open(cluster, 'n2');
      for (let index = 0; index < 20; index += 1) one.store.relay.send('n2', deliver(String(index)));
      await one.store.close();
      await other.listener.until(() => other.listener.heard.length === 20);
    });

    it('gives back what was for a node that has gone', async () => {
      await using cluster = newCluster();
      const one = await open(cluster, 'n1');
      const other = await open(cluster, 'n2');
      await other.store.close();
      await poll('n2 is deaf', async () => {
        one.store.relay.send('n2', deliver('late'));
        await new Promise(setImmediate);
        return one.listener.undelivered.length > 0;
      });
      expect(other.listener.heard.length + one.listener.undelivered.length).toBeGreaterThan(0);
    });
  });
}
