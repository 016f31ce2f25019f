import { signal } from '@preact/signals';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Panel } from './call.ts';
import { Chat } from './chat.ts';
import { keepOneBeside } from './one-beside.ts';

let chat: Chat;
const panel = signal<Panel | undefined>(undefined);
let end: () => void;

beforeEach(() => {
  chat = new Chat();
  panel.value = undefined;
  end = keepOneBeside({ chat, panel });
});

afterEach(() => end());

it('closes the chat for the statistics, and the statistics for the chat', () => {
  chat.setOpen(true);
  panel.value = { name: 'statistics', peer: undefined };
  expect(chat.open.value).toBe(false);
  chat.setOpen(true);
  expect(panel.value).toBeUndefined();
  expect(chat.open.value).toBe(true);
});

it('leaves the chat as it is for a menu of the toolbar, and a menu for the chat', () => {
  chat.setOpen(true);
  panel.value = { name: 'more' };
  expect(chat.open.value).toBe(true);
  chat.setOpen(false);
  chat.setOpen(true);
  expect(panel.value).toEqual({ name: 'more' });
});
