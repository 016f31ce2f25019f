import { expect, it } from 'vitest';
import { isRoomName, makeRoomName, roomNameIn } from './room-name.ts';

it('makes names that a node accepts, and never the same one twice', () => {
  const names = Array.from({ length: 1000 }, makeRoomName);
  for (const name of names) {
    expect(name).toMatch(/^[a-z]{5}(-[a-z]{5}){3}$/);
    expect(isRoomName(name)).toBe(true);
  }
  expect(new Set(names).size).toBe(names.length);
});

it('uses every letter of its alphabet at every place', () => {
  const seen = Array.from({ length: 23 }, () => new Set<string>());
  for (let i = 0; i < 3000; i += 1)
    makeRoomName()
      .split('')
      .forEach((letter, place) => seen[place]?.add(letter));
  const sizes = seen.map((letters) => letters.size);
  expect(sizes).toEqual([16, 4, 16, 4, 16, 1, 16, 4, 16, 4, 16, 1, 16, 4, 16, 4, 16, 1, 16, 4, 16, 4, 16]);
});

it.each([
  ['a name', 'lusab-babad', 'lusab-babad'],
  ['a link', 'https://parley.example/#lusab-babad', 'lusab-babad'],
  ['a link with space around it', '  http://localhost:8080/#123456\n', '123456'],
  ['a name with a slash', 'a/b', undefined],
  ['a name as it is read out', ' Lusab babad gutih, tugad ', 'lusab-babad-gutih-tugad'],
  ['a name in one piece', 'LUSABBABADGUTIHTUGAD', 'lusab-babad-gutih-tugad'],
  ['words that are no blocks', 'see you later then', undefined],
  ['a name of somebody’s own with capitals', 'Team-Standup', 'Team-Standup'],
  ['nothing', ' ', undefined],
  ['a link without a room', 'https://parley.example/', undefined],
])('reads %s', (_what, text, room) => {
  expect(roomNameIn(text)).toBe(room);
});
