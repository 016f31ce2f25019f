import { expect, it } from 'vitest';
import { MAX_TEXT_LENGTH, parseChannelMessage } from './channel-messages.ts';

it('reads a text and the state of the devices', () => {
  expect(parseChannelMessage('{"type":"text","text":"hello"}')).toEqual({ type: 'text', text: 'hello' });
  expect(parseChannelMessage('{"type":"media","audio":true,"video":false}')).toEqual({
    type: 'media',
    audio: true,
    video: false,
  });
});

it.each([
  ['not JSON', 'hello'],
  ['a type from a newer version', '{"type":"wave"}'],
  ['an empty text', '{"type":"text","text":""}'],
  ['a text that is too long', JSON.stringify({ type: 'text', text: 'x'.repeat(MAX_TEXT_LENGTH + 1) })],
  ['a text that is none', '{"type":"text","text":5}'],
  ['devices that are neither on nor off', '{"type":"media","audio":1,"video":true}'],
  ['a list', '[]'],
  ['bytes', new ArrayBuffer(8)],
])('ignores %s', (_what, data) => {
  expect(parseChannelMessage(data)).toBeUndefined();
});
