// Measures what each fault does to a room, writes docs/faults.md, and fails where something is not zero that must be.
import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { promisify } from 'node:util';
import { explain } from '../checks/explain.ts';
import { has } from '../../support/requirements.ts';
import { COMPOSE_WINDOWS, measureCompose } from './compose.ts';
import { describe, withMeasured } from './faults-page.ts';
import { CHAT_MS, DRAIN_MS, GHOST_MARGIN_MS, WINDOWS, measure, redisVersion } from './measure.ts';
import { isClean, tally } from './measurement.ts';
import type { Windows } from '../history/story.ts';
import type { Measurement } from './measurement.ts';
import { SCENARIOS } from './scenario.ts';

const ROOT = new URL('../../../', import.meta.url);
const PAGE = new URL('docs/faults.md', ROOT);
const RESULTS = new URL('test-results/faults/', ROOT);
const SHOWN = 3;

const runs = Number(process.env['RUNS'] || 50);
// Of some scenarios only, by their files' names: for whoever looks into one. The page is left alone then.
const only = process.env['ONLY']?.split(',').filter((name) => name !== '') ?? [];

const measurements: Measurement[] = [];
for (const scenario of SCENARIOS.filter(({ file }) => isWanted(file))) {
  measurements.push(await report(() => measure(scenario, runs)));
}
if (isWanted('replica-killed')) {
  if (has.docker) measurements.push(await report(() => measureCompose(runs)));
  else say('no Docker here: the Compose replica is not measured');
}
if (only.length === 0) {
  const page = withMeasured(await readFile(PAGE, 'utf8'), describe(await conditions(), measurements));
  await writeFile(PAGE, page);
}
if (!measurements.every(isClean)) {
  say('not everything is zero that has to be');
  process.exitCode = 1;
}

function isWanted(file: string): boolean {
  return only.length === 0 || only.includes(file);
}

async function report(measuring: () => Promise<Measurement>): Promise<Measurement> {
  const begun = performance.now();
  const measurement = await measuring();
  await keep(measurement);
  const seconds = Math.round((performance.now() - begun) / 1000);
  say(`${measurement.title}: ${seconds} s; ${JSON.stringify(tally(measurement))}`);
  for (const { runs: own, verdict, faults } of measurement.lanes) {
    const wrong = own.flatMap((run) => run.wrong);
    for (const fault of [...faults, ...wrong].slice(0, SHOWN)) say(fault);
    for (const violation of verdict.violations.slice(0, SHOWN)) say(explain(verdict.story, violation));
  }
  return measurement;
}

/** The raw data: each run's times, and each history. */
async function keep({ file, title, lanes }: Measurement): Promise<void> {
  await mkdir(RESULTS, { recursive: true });
  const raw = lanes.map(
    ({ runs: own, verdict: { fates, repeated, byResync, violations }, kicked, faults }) => ({
      runs: own,
      fates,
      repeated,
      byResync,
      kicked,
      faults,
      violations,
    }),
  );
  await writeFile(new URL(`${file}.json`, RESULTS), JSON.stringify({ title, lanes: raw }, undefined, 1));
  for (const [index, { verdict }] of lanes.entries()) {
    const lines = verdict.story.events.map((event) => JSON.stringify(event)).join('\n');
    await writeFile(new URL(`${file}-${index + 1}.history.jsonl`, RESULTS), lines);
  }
}

function settings({ leaseMs, windowMs, pingIntervalMs, pingTimeoutMs }: Windows): string {
  return `NODE_LEASE_MS=${leaseMs}, RESUME_WINDOW_MS=${windowMs}, PING_INTERVAL_MS=${pingIntervalMs}, PING_TIMEOUT_MS=${pingTimeoutMs}`;
}

async function conditions(): Promise<string[]> {
  return [
    `Node.js ${process.versions.node}, Redis ${await redisVersion()}${await dockerVersion()}; ${cpus().length} cores for everything.`,
    `${runs} runs of each fault. In each room three peers write to each other every ${CHAT_MS} ms, all the time.`,
    `Short windows: ${settings(WINDOWS)}, DRAIN_TIMEOUT_MS=${DRAIN_MS}; in the Compose stack ${settings(COMPOSE_WINDOWS)}.`,
    `Ghosts are counted ${GHOST_MARGIN_MS} ms after the last of these windows is over.`,
  ];
}

async function dockerVersion(): Promise<string> {
  if (!has.docker) return '';
  const { stdout } = await promisify(execFile)('docker', ['version', '--format', '{{.Server.Version}}']);
  return `, Docker ${stdout.trim()}`;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
