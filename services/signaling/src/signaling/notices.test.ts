import { pino } from 'pino';
import { expect, it } from 'vitest';
import type { Letter } from './mail.ts';
import { Notices } from './notices.ts';

const lostOne: Letter = { room: 'r', from: 'ann', to: 'bob', frame: Buffer.from('x'), ref: 'm1', said: 7 };

function notices(isHere: (peer: string) => boolean) {
  const handed: string[] = [];
  const posted: Letter[] = [];
  let wake = () => {};
  const observer = { handled() {}, forwarded() {}, refused() {}, fault: () => expect.fail('a fault') };
  const told = new Notices({
    post: (letter) => {
      posted.push(letter);
      wake();
    },
    handOver: (_room, peer, frame) => isHere(peer) && handed.push(frame.toString()) > 0,
    observer,
    log: pino({ level: 'silent' }),
  });
  const nextPosted = () => new Promise<void>((resolve) => (wake = resolve));
  return { told, handed, posted, nextPosted };
}

it('a sender that is here is told at once which message to whom was lost', () => {
  const { told, handed, posted } = notices(() => true);
  told.lost(lostOne);
  expect(handed.map((frame) => JSON.parse(frame) as unknown)).toMatchObject([
    { type: 'error', code: 'undeliverable', room: 'r', to: 'bob', ref: 'm1' },
  ]);
  expect(posted).toEqual([]);
});

it('one that went on is written to, and written to again where that was lost too', async () => {
  const { told, posted, nextPosted } = notices(() => false);
  told.lost(lostOne);
  const [first] = posted.splice(0);
  expect(first).toMatchObject({ from: 'bob', to: 'ann' });
  const again = nextPosted();
  told.lost(first ?? expect.fail('nothing was posted'));
  expect(told.pending).toBe(true);
  await told.triedAgain();
  expect(told.pending).toBe(false);
  await again;
  expect(posted).toEqual([first]);
});

it('no sender is told for ever', () => {
  const { told, posted } = notices(() => false);
  told.lost({ ...lostOne, from: 'bob', to: 'ann', tellUntil: performance.now() - 1 });
  expect(posted).toEqual([]);
});
