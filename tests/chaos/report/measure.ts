import { mkdir, writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { poll } from '../../support/poll.ts';
import { redisHost } from '../../support/redis-host.ts';
import { checkWhole } from '../checks/whole.ts';
import { World } from '../world/world.ts';
import type { Client } from '../world/client.ts';
import { countKicked } from './kicked.ts';
import type { Lane, Measurement, Run } from './measurement.ts';
import { byeOf, knownToAll, resumedOf } from './moments.ts';
import type { Goal, Scenario, Scene } from './scenario.ts';

export const WINDOWS = { leaseMs: 1_000, windowMs: 2_000, pingIntervalMs: 500, pingTimeoutMs: 1_000 };
export const DRAIN_MS = 1_000;
/** How long after lease and window together a peer that does not come back may still be seen. */
export const GHOST_MARGIN_MS = 2_000;
/** How often each peer writes to all others in its room, all the time. */
export const CHAT_MS = 25;
/** Worlds side by side: most of the time each only waits. */
const LANES = 4;
const STUCK = new URL('../../../test-results/faults/stuck/', import.meta.url);
const GIVE_UP_MS = 20_000;
const RETRY_MS = 100;

/** Measures one scenario so many times. */
export async function measure(scenario: Scenario, runs: number): Promise<Measurement> {
  await using worlds = new AsyncDisposableStack();
  const shares = Array.from(
    { length: Math.min(LANES, runs) },
    (_, lane) => Math.floor(runs / LANES) + (lane < runs % LANES ? 1 : 0),
  );
  const ran = await Promise.all(shares.map((share) => runLane(worlds, scenario, share)));
  // Once all of them are done: it takes seconds to read a history, in which no client here answers a ping.
  const lanes: Lane[] = [];
  for (const { world, runs: done } of ran) lanes.push({ runs: done, ...(await judge(world)) });
  return { title: scenario.title, file: scenario.file, goals: scenario.goals, lanes };
}

async function runLane(worlds: AsyncDisposableStack, scenario: Scenario, count: number) {
  const world = worlds.use(
    await World.create({
      windows: WINDOWS,
      drainMs: DRAIN_MS,
      capacity: 6,
      nodes: 2,
      clients: 0,
      rooms: [],
    }),
  );
  const runs: Run[] = [];
  for (let number = 1; number <= count; number += 1)
    runs.push(await runOnce(world, scenario, `room-${number}`));
  return { world, runs };
}

async function judge(world: World): Promise<Omit<Lane, 'runs'>> {
  const { leaseMs, windowMs } = WINDOWS;
  const until = performance.now() + leaseMs + windowMs + GHOST_MARGIN_MS;
  // What was confirmed in the last moment may still be on its way.
  while (world.judge().fates.lost > 0 && performance.now() < until) await delay(RETRY_MS);
  const verdict = world.judge();
  return { verdict, faults: [...world.nodes.faults], kicked: countKicked(verdict.story) };
}

async function runOnce(world: World, scenario: Scenario, room: string): Promise<Run> {
  const scene = await set(world, scenario, room);
  const { watcher, returning, going } = scene;
  const chat = setInterval(() => {
    for (const client of world.clients) client.send(1);
  }, CHAT_MS);
  try {
    await heardEachOther(scene).catch((error: unknown) => giveUp(world, error));
    const begun = performance.now();
    const peers = { going: going.peer ?? '', returning: returning.peer ?? '' };
    const newcomer = scenario.goals.includes('whole again') ? world.addClient() : undefined;
    let joining: Promise<void> | undefined;
    const from = await scenario.harm(scene, () => {
      joining = newcomer && insistOnJoining(newcomer, scene);
    });
    await joining;
    const staying = [watcher, returning, going].map(({ name }) => name);
    const find = (goal: Goal) => {
      const { events } = world.history;
      if (goal === 'bye') return byeOf(events, peers.going, begun);
      if (goal === 'resumed') return resumedOf(events, peers.returning, begun);
      return knownToAll(events, newcomer?.peer ?? '', staying, begun);
    };
    await patience(() => scenario.goals.every((goal) => find(goal) !== undefined));
    const times = scenario.goals.map((goal) => [goal, timeSince(from, find(goal))] as const);
    return { times: Object.fromEntries(times), ...(await lookBack(scene, from)) };
  } finally {
    clearInterval(chat);
    await clear(world);
  }
}

/** Two nodes, and three peers in a room of their own. */
async function set(world: World, { allReturn }: Scenario, room: string): Promise<Scene> {
  while (world.nodes.running.length < 2) await world.nodes.ready(await world.nodes.start());
  const [safe, harmed] = world.nodes.running;
  if (!safe || !harmed) throw new Error('two nodes are running');
  world.watchRoom(room);
  const watcher = world.addClient();
  const returning = world.addClient();
  const going = world.addClient(allReturn);
  for (const [client, node] of [
    [watcher, safe],
    [returning, harmed],
    [going, harmed],
  ] as const) {
    while (!client.standing) {
      await client.join(node, room);
      if (!client.standing) await delay(RETRY_MS);
    }
  }
  return { world, room, harmed, watcher, returning, going };
}

/** Tries until it is in, as a page does that was told to try again, but sooner. */
async function insistOnJoining(client: Client, { world, room }: Scene): Promise<void> {
  const until = performance.now() + GIVE_UP_MS;
  while (!client.standing && performance.now() < until) {
    const door = world.pickDoor();
    if (door) await client.join(door, room);
    if (!client.standing) await delay(RETRY_MS);
  }
}

/** The fault comes while everybody is heard by everybody. */
async function heardEachOther(scene: Scene): Promise<void> {
  const { events } = scene.world.history;
  const peers = [scene.watcher, scene.returning, scene.going].map(({ peer }) => peer);
  await poll('everybody heard everybody', () => {
    const recent = events.slice(-400);
    return peers.every(
      (peer) =>
        recent.filter(
          (event) =>
            event.what === 'heard' && event.message.type === 'message' && event.message.from === peer,
        ).length >=
        2 * (peers.length - 1),
    );
  });
}

/** A room that does not work before anything was done to it: what is known of it is kept, and nothing is measured. */
async function giveUp(world: World, cause: unknown): Promise<never> {
  await mkdir(STUCK, { recursive: true });
  const lines = world.history.events.map((event) => JSON.stringify(event)).join('\n');
  await writeFile(new URL('history.jsonl', STUCK), lines);
  await writeFile(new URL('nodes.log', STUCK), world.nodes.logs());
  throw new Error(`a room did not work before the fault; see ${STUCK.pathname}`, { cause });
}

/** The room once all who should be given up should have been: members that nobody holds, and all else that is wrong. */
async function lookBack({ world, room }: Scene, from: number): Promise<Pick<Run, 'ghosts' | 'wrong'>> {
  const { leaseMs, windowMs, pingIntervalMs, pingTimeoutMs } = WINDOWS;
  const at = from + leaseMs + windowMs + pingIntervalMs + pingTimeoutMs + GHOST_MARGIN_MS;
  await delay(Math.max(0, at - performance.now()));
  let members = await world.members();
  while (!members) members = await world.members();
  const attached = world.clients.flatMap(({ standing }) => (standing ? [standing] : []));
  const ids = members.get(room) ?? [];
  const ghosts = ids.filter((id) => !attached.some((standing) => standing.id === id)).length;
  const violations = checkWhole({ at, attached, members: new Map([[room, ids]]) });
  // Ghosts are counted by themselves.
  return { ghosts, wrong: violations.map(({ text }) => text).filter((text) => !text.startsWith('ghosts')) };
}

/** Everybody leaves, so that the next run begins with nobody there. */
async function clear(world: World): Promise<void> {
  const leaving = world.clients.map(async (client) => {
    await client.settled();
    client.confirm();
    if (client.standing) await client.leave('message');
    else client.end('cut');
  });
  await Promise.all(leaving);
  await world.calm();
  world.forgetClients();
}

async function patience(isTrue: () => boolean): Promise<void> {
  const until = performance.now() + GIVE_UP_MS;
  while (!isTrue() && performance.now() < until) await delay(20);
}

function timeSince(from: number, at: number | undefined): number | undefined {
  return at === undefined ? undefined : Math.max(0, at - from);
}

/** The version of the Redis that all of this ran over. */
export async function redisVersion(): Promise<string> {
  await using host = await redisHost(1);
  const server = host.server(0);
  await server.start();
  const redis = new Redis(server.url);
  try {
    return /redis_version:(\S+)/.exec(await redis.info('server'))?.[1] ?? 'unknown';
  } finally {
    redis.disconnect();
  }
}
