import { expect, it } from 'vitest';
import { judgeRelayAddress } from './relay-address.ts';

const server = (...own: string[]) => ({ host: 'turn.example.org', own });

it.each([
  ['the address of the name', '198.51.100.7', server('198.51.100.7'), 'ok'],
  ['a private one of a public name', '172.18.0.5', server('198.51.100.7'), 'fault'],
  [
    'a private one of a name with any public address',
    '172.18.0.5',
    server('10.0.0.1', '198.51.100.7'),
    'fault',
  ],
  ['a private one where all is private', '172.18.0.5', server('127.0.0.1', '::1'), 'warning'],
  ['another public one', '198.51.100.9', server('198.51.100.7'), 'warning'],
])('that callers are told %s', (_what, told, where, outcome) => {
  const finding = judgeRelayAddress(told, where);
  expect(finding.outcome).toBe(outcome);
  if ('remedy' in finding)
    expect(finding.remedy).toMatchObject({ setting: 'TURN_EXTERNAL_IP', file: '.env' });
});

it('proposes the public address of the name', () => {
  expect(judgeRelayAddress('172.18.0.5', server('198.51.100.7'))).toMatchObject({
    remedy: { how: expect.stringContaining('198.51.100.7') },
  });
});
