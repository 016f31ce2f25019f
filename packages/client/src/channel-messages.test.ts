import { expect, it } from 'vitest';
import { MAX_TEXT_LENGTH, parseChannelMessage } from './channel-messages.ts';

it.each([
  { type: 'text', text: 'hello' },
  { type: 'media', audio: true, video: false, screen: true, held: true },
  { type: 'hand', raised: true },
  { type: 'reaction', reaction: '👩‍👩‍👧‍👦' },
])('reads what a peer says: $type', (message) => {
  expect(parseChannelMessage(JSON.stringify(message))).toEqual(message);
});

it('takes a peer that knows nothing of screens for one that shares none', () => {
  expect(parseChannelMessage('{"type":"media","audio":true,"video":false}')).toEqual({
    type: 'media',
    audio: true,
    video: false,
    screen: false,
    held: false,
  });
});

it.each([
  ['not JSON', 'hello'],
  ['a type from a newer version', '{"type":"wave"}'],
  ['an empty text', '{"type":"text","text":""}'],
  ['a text that is too long', JSON.stringify({ type: 'text', text: 'x'.repeat(MAX_TEXT_LENGTH + 1) })],
  ['a text that is none', '{"type":"text","text":5}'],
  ['devices that are neither on nor off', '{"type":"media","audio":1,"video":true}'],
  ['a hand that is neither up nor down', '{"type":"hand","raised":"yes"}'],
  ['a reaction that is a speech', JSON.stringify({ type: 'reaction', reaction: 'x'.repeat(33) })],
  ['a list', '[]'],
  ['bytes', new ArrayBuffer(8)],
])('ignores %s', (_what, data) => {
  expect(parseChannelMessage(data)).toBeUndefined();
});
