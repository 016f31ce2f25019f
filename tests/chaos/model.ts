import { mkdir, readFile, writeFile } from 'node:fs/promises';
import * as fc from 'fast-check';
import { explain } from './checks/explain.ts';
import type { FateCounts } from './checks/loss.ts';
import { CAPACITY, CLIENTS, describePlan, plans } from './plan.ts';
import type { Plan } from './plan.ts';
import { ROOM_NAMES, perform } from './perform.ts';
import { World } from './world/world.ts';
import type { Judgement } from './world/world.ts';

const WINDOWS = { leaseMs: 1_000, windowMs: 2_000, pingIntervalMs: 400, pingTimeoutMs: 400 };
const RESULTS = new URL('../../test-results/chaos/', import.meta.url);
/** A run takes some twenty seconds: it and smaller plans that fail as well are given no more than this. */
const LIMIT_MS = 120_000;
const SHOWN = 5;

export interface RunReport {
  readonly seed: number;
  /** Undefined where every promise was kept. */
  readonly failure: string | undefined;
  readonly summary: string;
}

export interface RunOptions {
  readonly seed: number;
  /** Where fast-check found the smaller plan, to run that one alone. */
  readonly path?: string | undefined;
  readonly shrink: boolean;
}

/** Runs a plan that was kept in a file, whatever its seed makes by now. */
export async function runKept(file: string): Promise<string | undefined> {
  // What stands in it is what `keep` wrote.
  const plan = JSON.parse(await readFile(file, 'utf8')) as Plan;
  return failureOf(await runPlan(plan, 'kept'));
}

/** Runs the plan that a seed makes, and looks for a smaller one that fails too. */
export async function runSeed({ seed, path, shrink }: RunOptions): Promise<RunReport> {
  const failures = new Map<Plan, string>();
  let summary: string | undefined;
  let latest: Promise<unknown> | undefined;
  const property = fc.asyncProperty(plans, async (plan) => {
    const running = runPlan(plan, `${seed}`);
    latest = running.catch(() => {});
    const judgement = await running;
    summary ??= summarise(plan, judgement);
    const failure = failureOf(judgement);
    if (failure === undefined) return;
    failures.set(plan, failure);
    throw new Error(failure);
  });
  const result = await fc.check(property, {
    seed,
    ...(path === undefined ? {} : { path }),
    numRuns: 1,
    endOnFailure: !shrink,
    interruptAfterTimeLimit: LIMIT_MS,
  });
  await latest; // where the time was over, fast-check does not wait for it
  if (summary === undefined && !result.failed)
    throw new Error(`seed ${seed}: the run took too long to be judged`);
  summary ??= 'it could not be run to its end';
  if (!result.failed || !result.counterexample) return { seed, failure: undefined, summary };
  const [plan] = result.counterexample;
  const at =
    result.counterexamplePath === '0' || !result.counterexamplePath ? '' : ` AT=${result.counterexamplePath}`;
  const failure = [
    `seed ${seed}, path ${result.counterexamplePath}: these commands broke a promise`,
    describePlan(plan),
    failures.get(plan) ?? String(result.errorInstance),
    `Run it again: make chaos SEED=${seed}${at}`,
    `The plan, the history and the logs of its nodes are test-results/chaos/${seed}.*; or run that plan:`,
    `make chaos PLAN=test-results/chaos/${seed}.plan.json`,
  ].join('\n');
  return { seed, failure, summary };
}

async function runPlan(plan: Plan, name: string): Promise<Judgement> {
  await using world = await World.create({
    windows: WINDOWS,
    drainMs: 500,
    capacity: CAPACITY,
    nodes: plan.nodes,
    clients: CLIENTS,
    rooms: ROOM_NAMES,
  });
  await perform(world, plan);
  const judgement = await world.quiet();
  if (failureOf(judgement) !== undefined) await keep(world, plan, name);
  return judgement;
}

function failureOf({ violations, faults, story }: Judgement): string | undefined {
  if (violations.length === 0 && faults.length === 0) return undefined;
  const kinds = Map.groupBy(violations, ({ invariant }) => invariant);
  const totals = [...kinds].map(([invariant, list]) => `${invariant}: ${list.length}`);
  // One of each kind first: ten of one kind mostly have one cause.
  const firsts = [...kinds.values()].flatMap(([first]) => (first ? [first] : []));
  const rest = violations.filter((violation) => !firsts.includes(violation));
  const shown = [...firsts, ...rest].slice(0, SHOWN).map((violation) => explain(story, violation));
  return [`broken: ${[...totals, ...faults].join('; ')}`, ...shown].join('\n\n');
}

async function keep(world: World, plan: Plan, name: string): Promise<void> {
  await mkdir(RESULTS, { recursive: true });
  const history = world.history.events.map((event) => JSON.stringify(event)).join('\n');
  await writeFile(new URL(`${name}.history.jsonl`, RESULTS), history);
  await writeFile(new URL(`${name}.plan.json`, RESULTS), JSON.stringify(plan, undefined, 1));
  await writeFile(new URL(`${name}.log`, RESULTS), world.nodes.logs());
}

function summarise({ nodes, chatMs, steps }: Plan, { fates, repeated, byResync, story }: Judgement): string {
  const counts = (Object.keys(fates) as (keyof FateCounts)[])
    .filter((fate) => fates[fate] > 0)
    .map((fate) => `${fates[fate]} ${fate}`);
  const messages = counts.length > 0 ? counts.join(', ') : 'none';
  const sessions = `${story.sessions.size} sessions on ${story.sockets.length} sockets`;
  return `${nodes} nodes, a message each ${chatMs} ms, ${steps.length} steps, ${sessions}; messages: ${messages}; ${repeated} repeated; ${byResync} by resync`;
}
