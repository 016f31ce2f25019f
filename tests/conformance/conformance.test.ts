import { describe, expect, it } from 'vitest';
import { startEmbedded } from '../support/embedded-process.ts';
import { reservePort } from '../support/reserve-port.ts';
import { NotTried, check } from '../protocol/check.ts';
import { conform } from './conform.ts';
import { wholeExamination } from './examination.ts';
import { lines } from './lines.ts';
import { runKit } from './run-kit.ts';
import { targetOf } from './target.ts';

describe('make conformance', () => {
  it('prints a line for each rule, and finds no fault with our node', async () => {
    await using server = await startEmbedded();
    const { code, output } = await runKit({ URL: server.url });
    expect(output).not.toContain('FAIL');
    const { rules, untried } = await wholeExamination();
    for (const { id } of rules) {
      const outcome = id in untried ? 'not tried' : 'pass {5}';
      expect(output).toMatch(new RegExp(`^${outcome}  ${id} +\\S`, 'm'));
    }
    expect(code).toBe(0);
  }, 120_000);

  it('says what to do about a wrong address, and why a server cannot be reached', async () => {
    const wrong = await runKit({ URL: 'https://call.example' });
    expect(wrong).toMatchObject({ code: 2, output: expect.stringContaining('URL=wss://') });
    const nobody = await runKit({ URL: `ws://127.0.0.1:${await reservePort()}/ws` });
    expect(nobody).toMatchObject({ code: 2, output: expect.stringContaining('ECONNREFUSED') });
  });

  it('takes /ws for granted, and asks for pages at the same host', () => {
    expect(targetOf('wss://call.example:8443', true)).toEqual({
      url: 'wss://call.example:8443/ws',
      http: 'https://call.example:8443',
      selfSigned: true,
    });
  });
});

describe('an examination', () => {
  const nowhere = targetOf('ws://127.0.0.1:9/ws', false);
  const rule = { id: 'P-1', text: 'A server MUST.' };
  const does = check('P-1', 'does', async () => {});
  const fails = check('P-1', 'fails', async () => {
    throw new Error('seen otherwise');
  });
  const hides = check('P-1', 'hides', async () => {
    throw new NotTried('no occasion');
  });
  const outcome = async (...checks: (typeof does)[]) =>
    (await conform(nowhere, { rules: [rule], checks, untried: {}, deadlineMs: 50 }))[0];

  it('passes a rule where every check does, fails it where one does, and tries it where one could', async () => {
    expect(await outcome(does)).toMatchObject({ outcome: 'pass' });
    expect(await outcome(does, hides)).toMatchObject({ outcome: 'pass' });
    expect(await outcome(does, fails)).toMatchObject({ outcome: 'FAIL', faults: ['fails: seen otherwise'] });
    expect(await outcome(hides)).toMatchObject({ outcome: 'not tried', why: 'no occasion' });
  });

  it('calls a check that comes to no end a failure', async () => {
    const waits = check('P-1', 'waits', () => new Promise<void>(() => {}));
    expect(await outcome(waits)).toMatchObject({
      outcome: 'FAIL',
      faults: [expect.stringContaining('no end')],
    });
  });

  it('leaves out no rule, knows no rule that is not in the text, and excuses none that is tried', async () => {
    await expect(outcome()).rejects.toThrow('P-1');
    await expect(conform(nowhere, { rules: [], checks: [does], untried: {} })).rejects.toThrow('P-1');
    const excused = { rules: [rule], checks: [does], untried: { 'P-1': 'why' } };
    await expect(conform(nowhere, excused)).rejects.toThrow('have a check');
  });

  it('shows each outcome on a line, what was seen under a failure, and the sum', () => {
    expect(
      lines([
        { rule, outcome: 'pass' },
        { rule, outcome: 'FAIL', faults: ['fails: seen\notherwise'] },
        { rule, outcome: 'not tried', why: 'no occasion' },
      ]),
    ).toEqual([
      'pass       P-1   A server MUST.',
      'FAIL       P-1   A server MUST.',
      '           - fails: seen',
      '             otherwise',
      'not tried  P-1   A server MUST. (no occasion)',
      '',
      '1 pass, 1 fail, 1 not tried',
    ]);
  });
});
