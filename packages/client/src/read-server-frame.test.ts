import type { ClientMessage as KnownToNode } from '@parley/shared/client-messages';
import { serverMessageSchema } from '@parley/shared/server-messages';
import type { ServerMessage as SaidByNode } from '@parley/shared/server-messages';
import * as fc from 'fast-check';
import { describe, expect, expectTypeOf, it } from 'vitest';
import type { ClientMessage, ServerMessage } from './messages.ts';
import { readServerFrame } from './read-server-frame.ts';

const peer = { id: 'b', name: 'Bo' };
const ice = { iceServers: [{ urls: ['turn:t'], username: 'u', credential: 'c' }], iceTtlMs: 1 };
const membership = {
  room: 'r',
  id: 'a',
  peers: [peer],
  capacity: 2,
  token: 't',
  resumeWindowMs: 1,
  node: 'n',
};

/** Each message in full: leave a needed field out, or spoil it, and it is none. */
const MESSAGES: readonly ServerMessage[] = [
  { type: 'joined', ...membership, ...ice, seq: 1 },
  { type: 'resumed', ...membership, ...ice, seq: 1 },
  { type: 'otherjoin', room: 'r', ...peer, seq: 2 },
  { type: 'full', room: 'r', capacity: 2 },
  { type: 'leaved', room: 'r', id: 'a' },
  { type: 'bye', room: 'r', id: 'b', reason: 'lost', seq: 3 },
  { type: 'message', room: 'r', from: 'b', data: { any: ['json'] } },
  { type: 'resync', room: 'r', peers: [{ id: 'b' }], seq: 4 },
  { type: 'ice', ...ice },
  { type: 'reconnect', afterMs: 5 },
  { type: 'error', code: 'busy', message: 'later', to: 'b', retryAfterMs: 5 },
  { type: 'pong' },
];

// What is only for logs (the name of a node), or for whoever reads it, is not looked at.
const NOT_LOOKED_AT = new Set(['node', 'data']);

describe('a frame from a server', () => {
  it('is what the schema of the node says it is', () => {
    expectTypeOf<ServerMessage>().toEqualTypeOf<SaidByNode>();
    expectTypeOf<ClientMessage>().toExtend<KnownToNode>();
    for (const message of MESSAGES) {
      expect(serverMessageSchema.parse(message)).toEqual(message);
      expect(readServerFrame(JSON.stringify(message))).toEqual(message);
    }
  });

  it.each(MESSAGES.flatMap((message) => Object.keys(message).map((field) => [message.type, field] as const)))(
    '%s is none with a %s of the wrong type',
    (type, field) => {
      if (NOT_LOOKED_AT.has(field)) return;
      const spoilt = { ...MESSAGES.find((message) => message.type === type), [field]: { not: 'this' } };
      expect(readServerFrame(JSON.stringify(spoilt))).toBeUndefined();
    },
  );

  it.each([
    ['no JSON', '{'],
    ['no object', '["pong"]'],
    ['nothing', 'null'],
    ['of a newer version', '{"type":"wave"}'],
    ['named like what every object has', '{"type":"toString"}'],
    ['with a server that has no address', JSON.stringify({ type: 'ice', iceServers: [{}], iceTtlMs: 1 })],
  ])('is none when it is %s', (_what, frame) => {
    expect(readServerFrame(frame)).toBeUndefined();
  });

  it('may hold more than this version knows', () => {
    expect(readServerFrame('{"type":"pong","extra":1}')).toEqual({ type: 'pong', extra: 1 });
  });

  it('never makes the reader throw, whatever it is', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (frame) => void readServerFrame(frame)));
  });
});
