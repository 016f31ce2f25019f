import { expect, it } from 'vitest';
import { candidateRow, priorityParts } from './candidate-row.ts';

it('takes a priority apart as RFC 8445 puts it together', () => {
  const made = 2 ** 24 * 126 + 2 ** 8 * 31_999 + (256 - 1);
  expect(priorityParts(made)).toBe('126 | 31999 | 255');
});

it('reads what newer browsers say of a relay, and does without where they say nothing', () => {
  const bare = {
    type: 'relay',
    foundation: '7',
    protocol: 'udp',
    address: '192.0.2.7',
    port: 49_160,
    priority: null,
  } as const;
  const full = { ...bare, url: 'turn:a.example', relayProtocol: 'tcp' };
  expect(candidateRow(full, 12.6)).toEqual({
    ...bare,
    priority: '',
    atMs: 13,
    url: 'turn:a.example',
    relayProtocol: 'tcp',
  });
  expect(candidateRow(bare, 0)).toMatchObject({ url: '', relayProtocol: '' });
});
