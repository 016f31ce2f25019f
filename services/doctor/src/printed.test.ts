import { expect, it } from 'vitest';
import { fault, notTried, ok, warning } from './finding.ts';
import { linesOf, sumOf } from './printed.ts';

const remedy = { setting: 'TURN_PORT', file: '.env', how: 'open it' };
const results = [
  { check: 'name', finding: ok('call.example.org is 192.0.2.1') },
  { check: 'turn udp', finding: fault('no answer', remedy) },
  { check: 'relay address', finding: warning('private', remedy) },
  { check: 'relay ports', finding: notTried('it needs what "turn udp" found wanting') },
];

it('has a line for each check, and the line to change under what is wrong', () => {
  expect(results.flatMap(linesOf)).toEqual([
    'ok       name           call.example.org is 192.0.2.1',
    'FAULT    turn udp       no answer',
    '                        -> TURN_PORT in .env: open it',
    'warning  relay address  private',
    '                        -> TURN_PORT in .env: open it',
    '-        relay ports    not tried: it needs what "turn udp" found wanting',
  ]);
  expect(sumOf(results)).toBe('1 ok, 1 warnings, 1 faults, 1 not tried');
});
