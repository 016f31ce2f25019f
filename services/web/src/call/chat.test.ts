import { expect, it } from 'vitest';
import { Chat } from './chat.ts';

const theirs = { kind: 'text', from: 'Bob', own: false, text: 'hello', later: [], missed: [] } as const;

it('counts what others wrote while it is closed, and forgets the count when it opens', () => {
  const chat = new Chat();
  chat.add(theirs);
  chat.add({ ...theirs, own: true });
  expect(chat.unread.value).toBe(1);
  chat.setOpen(true);
  chat.add(theirs);
  expect(chat.unread.value).toBe(0);
});

it('counts an offered file, and not one that is sent', () => {
  const chat = new Chat();
  const file = { kind: 'file', from: 'Bob', name: 'cat.png', size: 3, transfers: [] } as const;
  chat.add({ ...file, own: false });
  chat.add({ ...file, own: true });
  expect(chat.unread.value).toBe(1);
});

it('keeps a bounded number of entries, the newest', () => {
  const chat = new Chat();
  for (let i = 0; i < 600; i += 1) chat.add({ ...theirs, text: String(i) });
  expect(chat.entries.value).toHaveLength(500);
  expect(chat.entries.value.at(-1)).toMatchObject({ text: '599' });
  expect(new Set(chat.entries.value.map((entry) => entry.key)).size).toBe(500);
});
