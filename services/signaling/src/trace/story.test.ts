import { expect, it } from 'vitest';
import { storyOf } from './story.ts';

const ID = 'a'.repeat(32);
const at = (second: number, nodeId: string, msg: string, rest: Record<string, unknown> = {}) =>
  JSON.stringify({ level: 30, time: `2030-01-01T10:00:0${second}.000Z`, nodeId, msg, ...rest });

it('tells one visit over all nodes in the order of time, and what others in its room did meanwhile', () => {
  const log = [
    at(0, 'n2', 'peer joined', { room: 'red', peerId: 'early' }),
    at(5, 'n2', 'peer resumed', { room: 'red', peerId: 'ann', connectionId: 'c2', traceId: ID }),
    at(1, 'n1', 'connection opened', { connectionId: 'c1' }),
    at(1, 'n1', 'connection opened', { connectionId: 'c9' }),
    at(2, 'n1', 'peer joined', { room: 'red', peerId: 'ann', connectionId: 'c1', traceId: ID }),
    'signaling-2  | Node.js v24',
    `signaling-2  | ${at(3, 'n2', 'peer joined', { room: 'red', peerId: 'bob' })}`,
    at(3, 'n2', 'peer joined', { room: 'blue', peerId: 'eve' }),
    at(4, 'n1', 'connection closed', { connectionId: 'c1', code: 1006 }),
    at(7, 'n3', 'peer left', { room: 'red', peerId: 'ann', reason: 'lost' }),
    at(8, 'n2', 'peer left', { room: 'red', peerId: 'bob' }),
    '{"not":"ours"}',
    '{',
  ];
  expect(storyOf(log, ID).map((line) => line.replace('2030-01-01T10:00:0', '').replace('.000Z', ''))).toEqual(
    [
      '1  n1  *  connection opened  connectionId=c1',
      '2  n1  *  peer joined  connectionId=c1  peerId=ann  room=red',
      '3  n2     peer joined  peerId=bob  room=red',
      '4  n1  *  connection closed  connectionId=c1  code=1006',
      '5  n2  *  peer resumed  connectionId=c2  peerId=ann  room=red',
      '7  n3  *  peer left  peerId=ann  room=red  reason=lost',
    ],
  );
});

it('tells nothing of an id that nobody knows', () => {
  expect(storyOf([at(1, 'n1', 'peer joined', { traceId: ID })], 'b'.repeat(32))).toEqual([]);
});
