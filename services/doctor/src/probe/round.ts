import type { Deployment } from '../deployment.ts';
import { hintElsewhere } from '../different-nodes.ts';
import { Member, ownRoom } from '../member.ts';
import { PhaseFailed } from './phases.ts';
import type { Phase } from './phases.ts';
import { relayEnd } from './relay-end.ts';

const PATIENCE_MS = 15_000;
/** Of two nodes one is missed so often once in 250 rounds, and the round is then made on one. */
const SCOUTS = 8;

export interface RoundReport {
  /** Seconds that each phase took, of those that the round came to the end of. */
  readonly seconds: ReadonlyMap<Phase, number>;
  /** Whether the two were on different nodes. */
  readonly areApart: boolean;
  readonly failure: PhaseFailed | undefined;
}

/** A call from end to end: two peers join through different nodes, find a path over a relay, and pass a byte. */
export async function probeRound(deployment: Deployment, patienceMs = PATIENCE_MS): Promise<RoundReport> {
  const left = new AsyncDisposableStack();
  const seconds = new Map<Phase, number>();
  let areApart = false;
  const phase = async <Result>(name: Phase, work: Promise<Result>): Promise<Result> => {
    const started = performance.now();
    try {
      const result = await Promise.race([work, patience(name, patienceMs, left)]);
      seconds.set(name, (performance.now() - started) / 1_000);
      return result;
    } catch (error) {
      throw new PhaseFailed(name, error);
    }
  };
  try {
    const room = ownRoom();
    const first = left.use(await phase('join', Member.join(deployment, room)));
    const hint = await scout(deployment, first.joined.node);
    const second = left.use(await phase('meet', meet(deployment, first, hint ?? room)));
    areApart = first.joined.node !== second.joined.node;
    const own = left.use(await relayEnd(deployment, { own: first, other: second }, false));
    const other = left.use(await relayEnd(deployment, { own: second, other: first }, true));
    own.offer();
    await phase('path', Promise.all([own.opened, other.opened]));
    const byte = crypto.randomUUID().slice(0, 1);
    const echo = await phase('byte', own.exchange(byte));
    if (echo !== byte) throw new PhaseFailed('byte', new Error('another byte came back'));
    return { seconds, areApart, failure: undefined };
  } catch (error) {
    const failure = error instanceof PhaseFailed ? error : new PhaseFailed('path', error);
    return { seconds, areApart, failure };
  } finally {
    await left.disposeAsync();
  }
}

/** Joins as well, of rooms that nobody else is in. */
async function scout(deployment: Deployment, node: string): Promise<string | undefined> {
  try {
    return await hintElsewhere(deployment, node, SCOUTS);
  } catch (error) {
    throw new PhaseFailed('join', error);
  }
}

/** The second peer joins by another way, and the first hears of it. */
async function meet(deployment: Deployment, first: Member, hint: string): Promise<Member> {
  const second = await Member.join(deployment, first.joined.room, { hint });
  try {
    const { id } = await first.next('otherjoin');
    if (id !== second.joined.id) throw new Error('somebody else came');
    return second;
  } catch (error) {
    await second[Symbol.asyncDispose]();
    throw error;
  }
}

async function patience(phase: Phase, ms: number, left: AsyncDisposableStack): Promise<never> {
  return new Promise((_resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${phase} took more than ${ms} ms`)), ms);
    left.defer(() => clearTimeout(timer));
  });
}
