import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ACK_DELAY_MS } from './incoming-link.ts';
import { NumberedLink } from './numbered-link.ts';
import type { NumberedFrame } from './numbering.ts';
import { MOST_WAITING, WINDOW } from './outgoing-link.ts';

type Frame = NumberedFrame<number>;

/** One client's end of a link, with what went through it. */
class End {
  readonly heard: number[] = [];
  readonly arrived: number[] = [];
  #epochs = 0;
  link = this.#begin();

  /** Forgets the peer, as one does who was told that it is gone. */
  forget(): void {
    this.link = this.#begin();
  }

  hear(frame: Frame, now: number): void {
    const { heard, arrived } = this.link.receive(frame, now);
    this.heard.push(...heard);
    this.arrived.push(...arrived);
  }

  #begin(): NumberedLink<number> {
    return new NumberedLink(() => (this.#epochs += 1));
  }
}

/** Two ends, and a way between them that the test may harm. */
class World {
  readonly ends = [new End(), new End()] as const;
  readonly onTheWay: { to: 0 | 1; frame: Frame }[] = [];
  now = 0;

  pump(): void {
    for (const [from, end] of this.ends.entries()) {
      const to = from === 0 ? 1 : 0;
      for (const frame of end.link.take(this.now)) this.onTheWay.push({ to, frame });
    }
  }

  carry(index = 0): void {
    const [item] = this.onTheWay.splice(index, 1);
    if (item) this.ends[item.to].hear(item.frame, this.now);
  }

  /** An undisturbed way, until nobody has anything to say any more. */
  settle(): void {
    for (let round = 0; round < 1_000; round += 1) {
      this.pump();
      while (this.onTheWay.length > 0) this.carry();
      const due = this.ends.map(({ link }) => link.dueAt()).filter((time) => time !== undefined);
      if (due.length === 0) return;
      this.now = Math.max(this.now, Math.min(...due));
    }
    throw new Error('they never came to an end');
  }
}

const which = fc.nat();
const harm = fc.oneof(
  { weight: 4, arbitrary: fc.record({ act: fc.constant('say' as const), end: fc.constantFrom(0, 1) }) },
  { weight: 6, arbitrary: fc.record({ act: fc.constant('carry' as const), which }) },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('lose' as const), which }) },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('double' as const), which }) },
  // A connection that ends takes with it what was on its way.
  { weight: 1, arbitrary: fc.record({ act: fc.constant('cut' as const) }) },
  { weight: 3, arbitrary: fc.record({ act: fc.constant('wait' as const), ms: fc.nat(3_000) }) },
);
type Harm = typeof harm extends fc.Arbitrary<infer T> ? T : never;

function play(world: World, plan: readonly Harm[]): [number, number] {
  const said: [number, number] = [0, 0];
  for (const step of plan) {
    const index = 'which' in step ? step.which % Math.max(1, world.onTheWay.length) : 0;
    const item = world.onTheWay[index];
    if (step.act === 'say') world.ends[step.end].link.say((said[step.end] += 1));
    else if (step.act === 'carry') world.carry(index);
    else if (step.act === 'lose') world.onTheWay.splice(index, 1);
    else if (step.act === 'double' && item) world.onTheWay.push(item);
    else if (step.act === 'cut') world.onTheWay.length = 0;
    else if (step.act === 'wait') world.now += step.ms;
    world.pump();
  }
  return said;
}

const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1);

describe('a numbered link', () => {
  it('gives each message once and in order, whatever is lost, doubled, reordered or cut off', () => {
    fc.assert(
      fc.property(fc.array(harm, { maxLength: 120 }), (plan) => {
        const world = new World();
        const [byFirst, bySecond] = play(world, plan);
        world.settle();
        expect(world.ends[1].heard).toEqual(upTo(byFirst));
        expect(world.ends[0].heard).toEqual(upTo(bySecond));
        expect(world.ends[0].arrived).toEqual(upTo(byFirst));
        expect(world.ends[1].arrived).toEqual(upTo(bySecond));
      }),
      { numRuns: 500 },
    );
  });

  it('finds back into step with a peer that forgot it, in whatever moment, and loses nothing said after that', () => {
    fc.assert(
      fc.property(
        fc.array(harm, { maxLength: 60 }),
        fc.constantFrom(0, 1),
        fc.array(harm, { maxLength: 60 }),
        (before, forgetful, after) => {
          const world = new World();
          play(world, before);
          world.ends[forgetful].forget();
          play(world, after);
          world.settle();
          for (const end of world.ends) end.heard.length = 0;
          for (const end of world.ends) for (const number of upTo(40)) end.link.say(number);
          world.settle();
          expect(world.ends.map(({ heard }) => heard)).toEqual([upTo(40), upTo(40)]);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('confirms with what it says, or by itself after a short while', () => {
    const world = new World();
    const [first, second] = world.ends;
    first.link.say(1);
    world.pump();
    world.carry();
    expect(second.link.dueAt()).toBe(ACK_DELAY_MS);
    second.link.say(1);
    world.pump();
    expect(world.onTheWay).toHaveLength(1);
    expect(second.link.take(ACK_DELAY_MS)).toEqual([]);
    world.carry();
    expect(first.arrived).toEqual([1]);
    world.now = ACK_DELAY_MS;
    world.pump();
    expect(world.onTheWay).toMatchObject([{ frame: { numbering: { number: 0, ack: 1 } } }]);
  });

  it('has no more on its way than the window holds, and takes no more than it may keep', () => {
    const { link } = new World().ends[0];
    const taken = upTo(MOST_WAITING + 1).map((number) => link.say(number));
    expect(taken.indexOf(false)).toBe(MOST_WAITING);
    expect(link.take(0)).toHaveLength(WINDOW);
    expect(link.take(0)).toEqual([]);
  });

  it('says nothing twice to a peer that has not shown that it counts, and asks it instead', () => {
    const { link } = new World().ends[0];
    link.say(1);
    expect(link.take(0).map(({ message }) => message)).toEqual([1]);
    const later: Frame[] = [];
    for (let now = 0; now < 59_000; now += 500) later.push(...link.take(now));
    expect(later.length).toBeGreaterThan(3);
    for (const frame of later) expect(frame).toMatchObject({ numbering: { number: 0, ask: true } });
    link.look(59_000);
    expect(link.kind).toBe('open');
    link.look(61_000);
    expect(link.kind).toBe('plain');
    expect(link.drain()).toEqual([{ message: 1, said: true }]);
  });

  it('takes a peer that speaks without numbers for a plain one, until it counts', () => {
    const world = new World();
    const [first, second] = world.ends;
    first.link.receivePlain();
    expect(first.link.kind).toBe('plain');
    second.link.say(1);
    world.pump();
    world.carry();
    expect(first.link.kind).toBe('open');
    first.link.receivePlain();
    expect(first.link.kind).toBe('open');
  });

  it('does not believe a confirmation of what it has not said', () => {
    const { link } = new World().ends[0];
    link.say(1);
    const bold = { epoch: 1, number: 0, ackEpoch: 1, ack: 9 };
    expect(link.receive({ numbering: bold }, 0).arrived).toEqual([]);
    expect(link.take(0)).toHaveLength(1);
  });
});
