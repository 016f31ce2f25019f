import { expect, it } from 'vitest';
import { StoreUnavailable } from '../membership/store-unavailable.ts';
import { SaidHere } from './said-here.ts';
import type { Session } from './session.ts';

/** What Ann said on a node, and how that is with her and with its lease. */
function node() {
  const state = {
    held: true,
    session: { outlet: {}, saidBefore: 0 } as Session | undefined,
    lastWord: false,
    /** What comes out of holding her room against the store. */
    compared: () => {},
    asked: 0,
    version: async () => ({ epoch: 1, seq: 1 }),
  };
  const said = new SaidHere({
    lease: {
      get held() {
        return state.held;
      },
    },
    membership: { version: () => state.version() },
    rooms: { session: () => state.session },
    compare: async () => {
      state.asked += 1;
      state.compared();
      return true;
    },
    hadLastWord: () => state.lastWord,
  });
  const letter = { room: 'r', from: 'ann', to: 'bob', frame: Buffer.from('x'), said: said.next() };
  const regain = () => {
    state.held = true;
    said.regained();
  };
  return { state, said, letter, regain };
}

it('while its lease is held, a node passes on all that was said here, and asks nobody', () => {
  const { state, said, letter } = node();
  state.session = undefined;
  expect(said.mayPassOn(letter)).toBe(true);
});

it('what was said before the lease ran out, by a peer that is not here any more, is not passed on: it may have said more', () => {
  const { state, said, letter, regain } = node();
  state.session = undefined;
  state.held = false;
  expect(said.mayPassOn(letter)).toBe(false);
  regain();
  expect(said.mayPassOn(letter)).toBe(false);
  state.lastWord = true;
  expect(said.mayPassOn(letter)).toBe(true);
});

it('nor by one that is here again, after it was elsewhere', () => {
  const { state, said, letter, regain } = node();
  state.held = false;
  regain();
  state.session = { outlet: {}, saidBefore: said.count } as Session;
  expect(said.mayPassOn(letter)).toBe(false);
});

it('that of one who seems here all the time is passed on once the store has borne that out', async () => {
  const { state, said, letter, regain } = node();
  state.held = false;
  expect(await said.mayPassOn(letter)).toBe(true);
  regain();
  expect(await said.mayPassOn(letter)).toBe(true);
  expect(state.asked).toBe(2);
  state.compared = () => (state.session = undefined);
  expect(await said.mayPassOn(letter)).toBe(false);
});

it('while the store is away nobody waits for it', async () => {
  const { state, said, letter } = node();
  state.held = false;
  state.version = () => Promise.reject(new StoreUnavailable(new Error('away')));
  await expect(said.mayPassOn(letter)).rejects.toThrow(StoreUnavailable);
  expect(state.asked).toBe(0);
});
