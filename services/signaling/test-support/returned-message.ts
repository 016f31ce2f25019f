import type { ReturnedEnvelope } from '../src/relay/envelope.ts';

/** A message for bob that his node gives back. */
export function returned(number = 1, from = 'ann'): ReturnedEnvelope {
  return { kind: 'returned', number, room: 'room', from, to: 'bob', frame: Buffer.from('hello'), gen: 1 };
}
