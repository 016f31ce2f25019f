import { expect, it } from 'vitest';
import { forgetRoom, noteRoom, parseRecent, recentRooms, withRoom } from './recent-rooms.ts';

it('has the last room first, and each once', () => {
  const rooms = [
    { room: 'a', at: 2 },
    { room: 'b', at: 1 },
  ];
  expect(withRoom(rooms, { room: 'b', at: 3 })).toEqual([
    { room: 'b', at: 3 },
    { room: 'a', at: 2 },
  ]);
});

it('keeps six', () => {
  for (let at = 0; at < 9; at += 1) noteRoom(`room-${at}`, at);
  expect(recentRooms.value.map(({ room }) => room)).toEqual([8, 7, 6, 5, 4, 3].map((at) => `room-${at}`));
  for (let at = 0; at < 9; at += 1) forgetRoom(`room-${at}`);
  expect(recentRooms.value).toEqual([]);
});

it.each([
  ['nothing', '', []],
  ['something else', '{"a":1}', []],
  ['half a text', '[{"room":"a"', []],
  [
    'a list with strangers in it',
    '[1, null, {"room":"a b","at":1}, {"room":"c"}, {"room":"d","at":5}]',
    [{ room: 'd', at: 5 }],
  ],
])('reads %s', (_what, text, rooms) => {
  expect(parseRecent(text)).toEqual(rooms);
});
