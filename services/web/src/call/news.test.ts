import type { IncomingFile } from '@parley/client/files/incoming-file';
import { signal } from '@preact/signals';
import { beforeEach, expect, it } from 'vitest';
import { StagedRoom, someone } from '../../test-support/staged-room.ts';
import { News } from './news.ts';

let room: StagedRoom;
let news: News;
const chatOpen = signal(false);

beforeEach(() => {
  room = new StagedRoom();
  chatOpen.value = false;
  news = new News(chatOpen);
  news.attach(room.asRoom());
});

it('tells who comes, and who goes and why, and of nobody twice', () => {
  room.tell('peer', someone('Bob'));
  expect(news.latest.value).toEqual({ what: 'came', name: 'Bob' });
  room.tell('gone', { id: 'Bob', name: 'Bob', reason: 'lost' });
  expect(news.latest.value).toEqual({ what: 'gone', name: 'Bob', reason: 'lost' });
  room.tell('peer', someone('Cleo'));
  room.tell('gone', { id: 'Dan', name: 'Dan', reason: 'left' });
  room.tell('peer', someone('Cleo'));
  expect(news.latest.value).toEqual({ what: 'gone', name: 'Dan', reason: 'left' });
});

it('tells once that the server is away, however many tries fail, and that it is back', () => {
  const away = { name: 'away', because: { kind: 'closed', code: 1006 }, retryInMs: 1 } as const;
  room.become(away);
  expect(news.latest.value).toEqual({ what: 'away' });
  room.tell('peer', someone('Bob'));
  room.become(away);
  expect(news.latest.value).toEqual({ what: 'came', name: 'Bob' });
  room.become({ name: 'joined' });
  expect(news.latest.value).toEqual({ what: 'back' });
});

it('tells of a path that was there and is interrupted, and of its return', () => {
  room.tell('peer', someone('Bob', { path: 'connecting' }));
  room.tell('change', someone('Bob', { path: 'connected' }));
  expect(news.latest.value).toEqual({ what: 'came', name: 'Bob' });
  room.tell('change', someone('Bob', { path: 'interrupted' }));
  expect(news.latest.value).toEqual({ what: 'pathLost', name: 'Bob' });
  room.tell('change', someone('Bob', { path: 'connected' }));
  expect(news.latest.value).toEqual({ what: 'pathBack', name: 'Bob' });
});

it('reads out what is written and offered, unless the chat is open and does', () => {
  const file = { name: 'cat.png' } as IncomingFile;
  room.tell('text', { from: someone('Bob'), text: 'hello' });
  expect(news.latest.value).toEqual({ what: 'said', name: 'Bob', text: 'hello' });
  room.tell('file', { from: someone('Bob'), file });
  expect(news.latest.value).toEqual({ what: 'offered', name: 'Bob', file: 'cat.png' });
  chatOpen.value = true;
  room.tell('text', { from: someone('Bob'), text: 'more' });
  expect(news.latest.value).toMatchObject({ what: 'offered' });
});
