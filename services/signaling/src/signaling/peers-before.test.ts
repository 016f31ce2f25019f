import { beforeEach, expect, it } from 'vitest';
import { returned } from '../../test-support/returned-message.ts';
import { PeersBefore } from './peers-before.ts';

const message = returned();

let before: PeersBefore;

beforeEach(() => {
  before = new PeersBefore();
});

it('a message may be taken later by a peer that was given nothing since', () => {
  const bob = { mailHanded: 2 };
  before.note(message, bob);
  expect(before.mayTake(message, bob)).toBe(true);
});

it('not by one that was given what had been kept for it', () => {
  const bob = { mailHanded: 0 };
  before.note(message, bob);
  bob.mailHanded = 1;
  expect(before.mayTake(message, bob)).toBe(false);
});

it('nor by one that went on from here, whether it came back or not', () => {
  before.note(message, { mailHanded: 0 });
  expect(before.mayTake(message, undefined)).toBe(false);
  expect(before.mayTake(message, { mailHanded: 0 })).toBe(false);
});

it('one that was not here may have come since, as long as it brought nothing along', () => {
  before.note(message, undefined);
  expect(before.mayTake(message, undefined)).toBe(true);
  expect(before.mayTake(message, { mailHanded: 0 })).toBe(true);
  expect(before.mayTake(message, { mailHanded: 1 })).toBe(false);
});
