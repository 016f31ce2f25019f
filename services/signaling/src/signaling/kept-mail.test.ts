import { expect, it } from 'vitest';
import { MemoryMembership } from '../membership/memory-membership.ts';
import { StoreUnavailable } from '../membership/store-unavailable.ts';
import { KeptMail } from './kept-mail.ts';
import type { Outlet } from './outlet.ts';
import type { Session } from './session.ts';

const WINDOW_MS = 60_000;

/** A peer of this node for whom two messages were kept, as another node took this one for dead. */
async function peerWithMail() {
  const membership = new MemoryMembership();
  await membership.join('r', { id: 'ann', node: 'n1', term: 1, tokenHash: 'x' }, 6, WINDOW_MS);
  await membership.deposit('r', 'ann', [Buffer.from('one'), Buffer.from('two')], 1);
  const got: string[] = [];
  const outlet: Outlet = {
    open: true,
    send: (frame) => Buffer.isBuffer(frame) && got.push(frame.toString()) > 0,
    close() {},
    pause() {},
    resume() {},
  };
  const session: Session = {
    id: 'ann',
    room: 'r',
    name: undefined,
    token: 't',
    gen: 1,
    capacity: 6,
    grant: undefined,
    ice: { iceServers: [], iceTtlMs: 1 },
    iceAt: 0,
    outlet,
    saidBefore: 0,
    mailHanded: 0,
    head: undefined,
  };
  const discard = (room: string, id: string, upTo: number) => membership.discard(room, id, upTo);
  return { membership, session, got, discard, find: () => session };
}

it('hands over once what several nodes say that they have kept', async () => {
  const { membership, got, discard, find } = await peerWithMail();
  const kept = new KeptMail({ membership, session: find, discard });
  await Promise.all([kept.collect('r', 'ann'), kept.collect('r', 'ann'), kept.collect('r', 'ann')]);
  expect(got).toEqual(['one', 'two']);
});

it('nor does it hand over again what came with a resume, of which the store is still to be told', async () => {
  const { membership, session, got, discard, find } = await peerWithMail();
  const kept = new KeptMail({ membership, session: find, discard });
  kept.handOver(session, await membership.collect('r', 'ann', 1));
  await kept.collect('r', 'ann');
  expect(got).toEqual(['one', 'two']);
});

it('waits for a store that is away, and tells of other faults without keeping the next from its mail', async () => {
  const { membership, got, discard, find } = await peerWithMail();
  const faults = [new StoreUnavailable(new Error('away')), new Error('broken')];
  const collect: MemoryMembership['collect'] = async (...asked) => {
    const fault = faults.pop();
    if (fault) throw fault;
    return membership.collect(...asked);
  };
  const kept = new KeptMail({ membership: { collect }, session: find, discard });
  await expect(kept.collect('r', 'ann')).rejects.toThrow('broken');
  await kept.collect('r', 'ann');
  expect(got).toEqual(['one', 'two']);
});
