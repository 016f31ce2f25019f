// Where the probe says that a call fails. That one comes about is seen on the whole stack.
import { probeRound } from '@parley/doctor/probe/round';
import { turnRound } from '@parley/doctor/probe/turn-round';
import { describe, expect, it } from 'vitest';
import { startPatient } from '../support/doctor/patient.ts';
import type { Illness } from '../support/doctor/patient.ts';
import { has } from '../support/requirements.ts';

const PATIENCE_MS = 1_500;

describe.skipIf(!has.openssl).concurrent('the probe', () => {
  const failures: readonly [string, Illness, string, readonly string[]][] = [
    ['join, where there is no node', { front: { status: 502 } }, 'join', []],
    ['join, where Redis is away', { redisUrl: 'redis://127.0.0.1:1' }, 'join', []],
    ['meet, where nodes do not hear each other', { lonelyNodes: 2 }, 'meet', ['join']],
    ['path, where no relay is given', { turn: { refuses: 401 } }, 'path', ['join', 'meet']],
    ['path, where there is no TURN server', { noTurn: true }, 'path', ['join', 'meet']],
  ];
  it.for(failures)('ends in %s', async ([, illness, phase, before]) => {
    await using patient = await startPatient(illness);
    const { failure, seconds } = await probeRound(patient.deployment, PATIENCE_MS);
    expect(failure?.phase).toBe(phase);
    expect([...seconds.keys()]).toEqual(before);
  });

  it('tells a transport of TURN that is closed from those that are not', async () => {
    await using patient = await startPatient({ closed: ['tcp'] });
    expect(await turnRound(patient.deployment)).toEqual([
      { transport: 'udp', seconds: expect.any(Number), cause: undefined },
      { transport: 'tcp', seconds: undefined, cause: 'ECONNREFUSED' },
      { transport: 'tls', seconds: expect.any(Number), cause: undefined },
    ]);
  });
});
