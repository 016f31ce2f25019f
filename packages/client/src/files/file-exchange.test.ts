import { beforeEach, describe, expect, it } from 'vitest';
import { asChannel, channelPair } from '../../test-support/channel-pair.ts';
import type { ChannelEnd } from '../../test-support/channel-pair.ts';
import { FileExchange } from './file-exchange.ts';
import type { IncomingFile } from './incoming-file.ts';
import { AHEAD_BYTES } from './outgoing-file.ts';

const MIB = 1024 * 1024;

function bytes(length: number): Uint8Array<ArrayBuffer> {
  const made = new Uint8Array(length);
  for (let index = 0; index < length; index += 1) made[index] = index * 7 + (index >> 8);
  return made;
}

function exchange(end: ChannelEnd, offered: (file: IncomingFile) => void): FileExchange {
  const files = new FileExchange(offered);
  files.attach(asChannel(end));
  return files;
}

/** Resolves once something was sent and nothing more goes. */
async function standsStill({ sent }: ChannelEnd): Promise<void> {
  for (let before = -1; before !== sent.binary || before === 0;) {
    before = sent.binary;
    for (let count = 0; count < 200; count += 1) await new Promise((resolve) => setImmediate(resolve));
  }
}

let ann: ChannelEnd;
let bob: ChannelEnd;
let annsFiles: FileExchange;
let bobsFiles: FileExchange;
let offered: Promise<IncomingFile>;

beforeEach(() => {
  [ann, bob] = channelPair();
  annsFiles = exchange(ann, () => {});
  offered = new Promise((resolve) => {
    bobsFiles = exchange(bob, resolve);
  });
  for (const end of [ann, bob]) end.open();
});

describe('a file to a peer', () => {
  it('arrives whole, with its name and type, and both sides see how far it is', async () => {
    const content = bytes(3 * MIB + 5);
    const file = annsFiles.send(new Blob([content], { type: 'image/png' }), 'cat.png');
    const seen: number[] = [];
    file.on('progress', ({ bytes: safe }) => void seen.push(safe));
    const incoming = await offered;
    expect(incoming).toMatchObject({ name: 'cat.png', size: content.length, mime: 'image/png' });
    const { outcome, blob } = await incoming.accept();
    expect(outcome).toBe('arrived');
    expect(await file.done).toBe('arrived');
    expect(new Uint8Array((await blob?.arrayBuffer()) ?? new ArrayBuffer(0))).toEqual(content);
    expect(seen.at(-1)).toBe(content.length);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    expect(ann.highest).toBeLessThan(2 * MIB);
  });

  it('of no bytes arrives too', async () => {
    const file = annsFiles.send(new Blob([]), 'empty');
    expect((await (await offered).accept()).blob?.size).toBe(0);
    expect(await file.done).toBe('arrived');
  });

  it('is not sent a byte of when it is refused', async () => {
    const file = annsFiles.send(new Blob([bytes(MIB)]), 'spam');
    (await offered).refuse();
    expect(await file.done).toBe('refused');
    expect(ann.sent.binary).toBe(0);
  });

  it('goes to disk no faster than the disk takes it', async () => {
    const file = annsFiles.send(new Blob([bytes(12 * MIB)]), 'big');
    let written = 0;
    let goOn = () => {};
    const slow = new WritableStream<Uint8Array<ArrayBuffer>>({
      async write(chunk) {
        if (written === 0) {
          await new Promise<void>((resolve) => {
            goOn = resolve;
          });
        }
        written += chunk.length;
      },
    });
    const received = (await offered).accept(slow);
    // It stands still when the one who sends is as far ahead as it may be.
    await standsStill(ann);
    expect(ann.sent.binary * 65_532).toBeLessThan(AHEAD_BYTES + 2 * MIB);
    goOn();
    expect(await received).toEqual({ outcome: 'arrived', blob: undefined });
    expect(written).toBe(12 * MIB);
    expect(await file.done).toBe('arrived');
  });

  it('goes on where it was after the path was gone for a while', async () => {
    const content = bytes(2 * MIB);
    const file = annsFiles.send(new Blob([content]), 'patient');
    const incoming = await offered;
    incoming.on('progress', () => {
      if (ann.held) return;
      ann.held = true;
      void standsStill(ann).then(() => ann.release());
    });
    expect((await incoming.accept()).outcome).toBe('arrived');
    expect(await file.done).toBe('arrived');
  });

  it('that was changed on its way is called damaged, on both sides', async () => {
    ann.harm = (frame) => {
      if (typeof frame === 'string') return frame;
      const copy = frame.slice(0);
      new Uint8Array(copy)[100] = 0;
      return copy;
    };
    const file = annsFiles.send(new Blob([bytes(1000).fill(1)]), 'x');
    expect(await (await offered).accept()).toEqual({ outcome: 'damaged', blob: undefined });
    expect(await file.done).toBe('damaged');
  });

  it('is damaged where it cannot be kept', async () => {
    const file = annsFiles.send(new Blob([bytes(1000)]), 'x');
    const full = new WritableStream<Uint8Array<ArrayBuffer>>({
      write: () => Promise.reject(new Error('disk full')),
    });
    expect((await (await offered).accept(full)).outcome).toBe('damaged');
    expect(await file.done).toBe('damaged');
  });

  it.each(['sender', 'receiver'])('can be called off in the middle by its %s', async (who) => {
    const file = annsFiles.send(new Blob([bytes(8 * MIB)]), 'x');
    const incoming = await offered;
    incoming.on('progress', () => (who === 'sender' ? file : incoming).cancel());
    expect((await incoming.accept()).outcome).toBe('cancelled');
    expect(await file.done).toBe('cancelled');
  });

  it.each(['sender', 'receiver'])(
    "is called off by its %s's signal, and heeds it no longer than it goes on",
    async (who) => {
      const stop = new AbortController();
      const signalOf = (one: string) => (who === one ? stop.signal : undefined);
      const file = annsFiles.send(new Blob([bytes(8 * MIB)]), 'x', signalOf('sender'));
      const incoming = await offered;
      incoming.on('progress', () => stop.abort());
      expect((await incoming.accept(undefined, signalOf('receiver'))).outcome).toBe('cancelled');
      expect(await Promise.all([file.done, incoming.done])).toEqual(['cancelled', 'cancelled']);
    },
  );

  it('is not even offered where its signal has aborted already', async () => {
    expect(await annsFiles.send(new Blob(['x']), 'x', AbortSignal.abort()).done).toBe('cancelled');
    expect(ann.sent.text).toBe(0);
  });

  it('that was taken back before it was accepted is over on the other side, too', async () => {
    const file = annsFiles.send(new Blob(['x']), 'x');
    const { done } = await offered;
    file.cancel();
    expect(await done).toBe('cancelled');
  });

  it('is gone with the connection, on both sides', async () => {
    const file = annsFiles.send(new Blob([bytes(8 * MIB)]), 'x');
    const received = (await offered).accept();
    for (const end of [ann, bob]) end.close();
    expect((await received).outcome).toBe('gone');
    expect(await file.done).toBe('gone');
    expect(await bobsFiles.send(new Blob(['late']), 'late').done).toBe('gone');
  });

  it('gets a name that leads nowhere else', async () => {
    annsFiles.send(new Blob(['x']), '../../etc/pass\u0000wd');
    expect((await offered).name).toBe('.._.._etc_pass_wd');
  });

  it('that is longer than it was said to be is not taken', async () => {
    ann.send(JSON.stringify({ type: 'offer', id: 7, name: 'x', size: 10, mime: '' }));
    const received = (await offered).accept();
    ann.send(new ArrayBuffer(4 + 11));
    const frame = new DataView(new ArrayBuffer(4 + 11));
    frame.setUint32(0, 7);
    ann.send(frame.buffer);
    expect((await received).outcome).toBe('damaged');
  });

  it('waits for the channel, and both may send at once', async () => {
    const [one, other] = channelPair();
    const accepted: Promise<unknown>[] = [];
    const take = (file: IncomingFile) => void accepted.push(file.accept());
    const early = new FileExchange(take);
    const sent = [early, exchange(other, take)].map((each) => each.send(new Blob([bytes(MIB)]), 'x'));
    early.attach(asChannel(one));
    for (const end of [one, other]) end.open();
    expect(await Promise.all(sent.map(({ done }) => done))).toEqual(['arrived', 'arrived']);
    expect(await Promise.all(accepted)).toMatchObject([{ outcome: 'arrived' }, { outcome: 'arrived' }]);
  });
});
