import { expect, it } from 'vitest';
import type { Check } from './check.ts';
import { Deployment } from './deployment.ts';
import { examine } from './examine.ts';
import { fault, notTried, ok, warning } from './finding.ts';
import type { Finding } from './finding.ts';
import { readSettings } from './settings.ts';

const remedy = { setting: 'A', file: '.env', how: 'set it' };
const check = (name: string, finding: Finding, needs: readonly string[] = []): Check => ({
  name,
  needs,
  run: async () => finding,
});
const deployment = new Deployment(readSettings({}));
const outcomes = async (...checks: readonly Check[]) =>
  (await examine(deployment, checks)).map(({ finding }) => finding.outcome);

it('goes on after a warning, and leaves out what needs a fault mended', async () => {
  expect(
    await outcomes(
      check('first', warning('old', remedy)),
      check('second', fault('broken', remedy), ['first']),
      check('third', ok('fine'), ['second']),
      check('fourth', ok('fine'), ['third']),
      check('fifth', ok('fine')),
    ),
  ).toEqual(['warning', 'fault', 'not tried', 'not tried', 'ok']);
});

it('does not take what was not tried for passed', async () => {
  expect(
    await outcomes(check('first', notTried('no server')), check('second', ok('fine'), ['first'])),
  ).toEqual(['not tried', 'not tried']);
});

it('tells of each check as it ends, and takes one that throws for a fault', async () => {
  const broken: Check = {
    name: 'broken',
    needs: [],
    run: () => Promise.reject(Object.assign(new Error('read'), { code: 'ECONNRESET' })),
  };
  const told: string[] = [];
  const results = await examine(deployment, [broken, check('next', ok('fine'))], (result) =>
    told.push(result.check),
  );
  expect(told).toEqual(['broken', 'next']);
  expect(results[0]?.finding).toMatchObject({
    outcome: 'fault',
    seen: 'ECONNRESET',
    remedy: { setting: 'broken' },
  });
});
