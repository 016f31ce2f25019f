import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Clock, ModelConnection } from '../test-support/model-connection.ts';
import { Negotiation } from './negotiation.ts';
import type { PeerData } from './peer-data.ts';

/** One side of a pair; what it says waits on the way until the test lets it arrive. */
class Side {
  readonly connection: ModelConnection;
  readonly negotiation: Negotiation;
  readonly said: PeerData[] = [];
  readonly faults: string[] = [];

  constructor(clock: Clock, polite: boolean) {
    this.connection = new ModelConnection(clock);
    this.negotiation = new Negotiation({
      connection: this.connection as unknown as RTCPeerConnection,
      polite,
      send: (data) => void this.said.push(data),
      prepareAnswer: () => clock.turn(),
      fault: (step, error) => void this.faults.push(`${step}: ${String(error)}`),
    });
  }
}

const step = fc.record({
  act: fc.constantFrom('change', 'arrive', 'go on', 'go on', 'go on', 'close'),
  side: fc.constantFrom(0, 1),
  which: fc.nat(20),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

function begin() {
  const clock = new Clock();
  const sides = [new Side(clock, true), new Side(clock, false)] as const;
  const arrive = (to: number): boolean => {
    const data = sides[1 - to]?.said.shift();
    if (data !== undefined) void sides[to]?.negotiation.receive(data);
    return data !== undefined;
  };
  const perform = async ({ act, side, which }: Step, mayClose: boolean): Promise<void> => {
    const { connection } = sides[side] ?? expect.fail('no such side');
    if (act === 'change' && connection.signalingState !== 'closed') connection.change();
    else if (act === 'arrive') arrive(side);
    else if (act === 'close' && mayClose) connection.close();
    await clock.step(which);
  };
  const settle = async (): Promise<void> => {
    for (let count = 0; count < 2_000; count += 1) {
      const arrived = [arrive(0), arrive(1)].includes(true);
      if (!arrived && clock.isIdle) return;
      await clock.step(0);
    }
    throw new Error('they never came to an end');
  };
  return { sides, perform, settle };
}

describe('a pair that negotiates', () => {
  it('has both sides settled and all changes negotiated, however the offers meet', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (plan) => {
        const { sides, perform, settle } = begin();
        for (const each of plan) await perform(each, false);
        await settle();
        for (const { connection, faults } of sides) {
          expect(connection.signalingState).toBe('stable');
          expect(connection.settled).toBe(connection.changes);
          expect(faults).toEqual([]);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('is closed or settled where one side may end it in any moment', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (plan) => {
        const { sides, perform, settle } = begin();
        for (const each of plan) await perform(each, true);
        await settle();
        const states = sides.map(({ connection }) => connection.signalingState);
        // Whose peer is gone may wait for an answer until it is told so.
        if (!states.includes('closed')) expect(states).toEqual(['stable', 'stable']);
        for (const { faults } of sides) expect(faults).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});
