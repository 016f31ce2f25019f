import { describe, expect, it } from 'vitest';
import type { DeliverEnvelope } from './envelope.ts';
import { OutgoingLink } from './outgoing-link.ts';

function deliver(text: string, ...to: string[]): DeliverEnvelope {
  return { kind: 'deliver', room: 'r', from: 'a', to: to.length > 0 ? to : ['b'], frame: Buffer.from(text) };
}

function texts(envelopes: readonly unknown[]): (string | undefined)[] {
  return envelopes.map((envelope) => (envelope as DeliverEnvelope | undefined)?.frame.toString());
}

function linkWith(...names: string[]): OutgoingLink {
  const link = new OutgoingLink();
  link.add(names.map((name) => deliver(name)));
  return link;
}

describe('what was sent and is not confirmed', () => {
  it('keeps its numbers, and is sent again from the one asked for', () => {
    const link = linkWith('1', '2', '3');
    expect(link.add([deliver('4')])).toBe(4);
    link.confirm(1);
    expect(link.base).toBe(2);
    expect(link.from(3)).toMatchObject({ first: 3 });
    expect(texts(link.from(3).envelopes)).toEqual(['3', '4']);
    expect(link.from(0).first).toBe(2);
  });

  it('leaves a number behind where it was taken back, so that the others keep theirs', () => {
    const link = new OutgoingLink();
    link.add([deliver('1'), deliver('2', 'x'), deliver('3')]);
    expect(texts(link.withdraw('r', 'x'))).toEqual(['2']);
    expect(link.from(1)).toMatchObject({ first: 1 });
    expect(texts(link.from(1).envelopes)).toEqual(['1', undefined, '3']);
    link.confirm(1);
    expect(link.base).toBe(3);
  });

  it('takes one peer out of a message to several, and leaves it to the others', () => {
    const link = new OutgoingLink();
    link.add([deliver('1', 'x', 'y')]);
    expect(link.settle(1, 'x')).toMatchObject({ to: ['x'] });
    expect(link.settle(1, 'x')).toBeUndefined();
    expect(link.withdraw('r', 'y')).toMatchObject([{ to: ['y'] }]);
    expect(link.isIdle).toBe(true);
    expect(link.settle(1, 'y')).toBeUndefined();
  });

  it('is given up as a whole, or by a range of numbers', () => {
    const link = linkWith('1', '2', '3', '4');
    expect(texts(link.giveUp(2, 3))).toEqual(['2', '3']);
    expect(texts(link.giveUp())).toEqual(['1', '4']);
    expect(link.isIdle).toBe(true);
    expect(link.base).toBe(link.next);
  });

  it('tells once all that was there has come to its end', async () => {
    const link = linkWith('1', '2');
    const seen: string[] = [];
    const confirmed = link.confirmed().then(() => seen.push('confirmed'));
    link.add([deliver('3')]);
    link.confirm(1);
    await Promise.resolve();
    expect(seen).toEqual([]);
    link.confirm(2);
    await confirmed;
    expect(link.isIdle).toBe(false);
  });

  it('counts the bytes that it keeps', () => {
    const link = linkWith('12', '345', '6');
    expect(link.bytes).toBe(6);
    link.confirm(1);
    link.withdraw('r', 'b');
    expect(link.bytes).toBe(0);
  });
});
