import { expect, it } from 'vitest';
import { activeShortcuts, offerShortcut, shortcutOf } from './shortcuts.ts';

const press = { key: '', code: '', ctrlKey: false, altKey: false, metaKey: false, isComposing: false };

it.each([
  ['a letter', { key: 'm', code: 'KeyM' }, 'mute'],
  ['a capital', { key: 'M', code: 'KeyM' }, 'mute'],
  ['the letter and not its place', { key: 'm', code: 'Semicolon' }, 'mute'],
  ['the place where the letter is of another script', { key: 'ь', code: 'KeyM' }, 'mute'],
  ['a question mark', { key: '?', code: 'Slash' }, 'shortcuts'],
  ['a Chinese question mark', { key: '？', code: 'Slash' }, 'shortcuts'],
  ['a letter with Ctrl', { key: 'm', code: 'KeyM', ctrlKey: true }, undefined],
  ['a letter on its way to becoming another', { key: 'm', code: 'KeyM', isComposing: true }, undefined],
  ['another letter', { key: 'q', code: 'KeyQ' }, undefined],
  ['a key that is no letter', { key: 'Enter', code: 'Enter' }, undefined],
])('reads %s', (_what, part, shortcut) => {
  expect(shortcutOf({ ...press, ...part })).toBe(shortcut);
});

it('lists what is to be had, in its order, until it is not', () => {
  const endChat = offerShortcut('chat', () => undefined);
  const endMute = offerShortcut('mute', () => undefined);
  expect(activeShortcuts.value).toEqual(['mute', 'chat']);
  endChat();
  expect(activeShortcuts.value).toEqual(['mute']);
  endMute();
  expect(activeShortcuts.value).toEqual([]);
});

it('leaves a key to whoever took it over', () => {
  const endFirst = offerShortcut('mute', () => undefined);
  const endSecond = offerShortcut('mute', () => undefined);
  endFirst();
  expect(activeShortcuts.value).toEqual(['mute']);
  endSecond();
  expect(activeShortcuts.value).toEqual([]);
});
