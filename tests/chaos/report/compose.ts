// One of three signaling containers is killed, behind nginx, in a Compose stack of its own.
import { setTimeout as delay } from 'node:timers/promises';
import { composeStack } from '../../support/compose-stack.ts';
import { poll } from '../../support/poll.ts';
import { checkHistory } from '../checks/check-history.ts';
import { checkWhole } from '../checks/whole.ts';
import { History } from '../history/history.ts';
import { PROXY } from '../history/story.ts';
import { Client } from '../world/client.ts';
import { countKicked } from './kicked.ts';
import { CHAT_MS } from './measure.ts';
import type { Measurement, Run } from './measurement.ts';
import { resumedOf } from './moments.ts';

/** Finding a node through nginx takes longer than a window of two seconds: it learns of containers every two seconds. */
export const COMPOSE_WINDOWS = {
  leaseMs: 1_000,
  windowMs: 10_000,
  pingIntervalMs: 1_000,
  pingTimeoutMs: 1_000,
};
const REPLICAS = 3;
const ROOMS = 3;
const PEERS = 3;
const GIVE_UP_MS = 30_000;

const { stack, docker, redisCli, containerOfNode, scaleSignaling, up, down } = composeStack({
  project: 'parley-faults',
  ports: { https: 22_443, http: 22_080, turn: 22_478, turnTls: 22_349, relayMin: 23_000, relayMax: 23_009 },
  env: {
    NODE_LEASE_MS: String(COMPOSE_WINDOWS.leaseMs),
    RESUME_WINDOW_MS: String(COMPOSE_WINDOWS.windowMs),
    PING_INTERVAL_MS: String(COMPOSE_WINDOWS.pingIntervalMs),
    PING_TIMEOUT_MS: String(COMPOSE_WINDOWS.pingTimeoutMs),
    MESSAGE_RATE: '100000',
    MESSAGE_BURST: '100000',
  },
});

/** Three rooms with three peers each; each time the container is killed that holds the first of them. */
export async function measureCompose(count: number): Promise<Measurement> {
  const history = new History();
  const runs: Run[] = [];
  await up(REPLICAS);
  try {
    for (let number = 1; number <= count; number += 1) runs.push(await runOnce(history, number));
    const verdict = checkHistory(history.events, COMPOSE_WINDOWS, performance.now());
    const lane = { runs, verdict, faults: [], kicked: countKicked(verdict.story) };
    return {
      title: 'Compose replica killed (docker kill), behind nginx',
      file: 'replica-killed',
      goals: ['resumed'],
      lanes: [lane],
    };
  } finally {
    await down();
  }
}

let lastNumber = 0;

async function runOnce(history: History, run: number): Promise<Run> {
  const clients = await Promise.all(
    Array.from({ length: ROOMS * PEERS }, (_, index) => {
      return joined(history, `run ${run}, ${index}`, `faults-${run}-${index % ROOMS}`);
    }),
  );
  const chat = setInterval(() => {
    for (const client of clients) client.send(1);
  }, CHAT_MS);
  try {
    const [first] = clients;
    const home = first?.home ?? '';
    const harmed = clients.filter((client) => client.home === home).map(({ peer }) => peer ?? '');
    const container = await containerOfNode(home);
    const from = performance.now();
    history.record({ what: 'node', node: home, change: 'killed' });
    await docker('kill', container);
    const back = () => harmed.map((peer) => resumedOf(history.events, peer, from));
    const until = performance.now() + GIVE_UP_MS;
    while (back().includes(undefined) && performance.now() < until) await delay(20);
    // The one that took longest: a room is whole when all of its peers are back.
    const times = back();
    const resumed = times.includes(undefined) ? undefined : Math.max(...times.map((at) => (at ?? 0) - from));
    await scaleSignaling(REPLICAS);
    return { times: { resumed }, ...(await lookBack(run, clients)) };
  } finally {
    clearInterval(chat);
    await Promise.all(clients.map((client) => leave(client)));
  }
}

async function joined(history: History, name: string, room: string): Promise<Client> {
  const client = new Client(name, {
    history,
    nextNumber: () => (lastNumber += 1),
    pickDoor: () => ({ name: PROXY, target: stack }),
    returnsFrom: () => true,
  });
  const door = { name: PROXY, target: stack };
  await poll(`${name} is in`, async () => {
    await client.join(door, room);
    return client.standing !== undefined;
  });
  return client;
}

async function leave(client: Client): Promise<void> {
  client.confirm();
  await client.settled();
  await client.leave('message');
}

/** This run's rooms, by what Redis itself says. Everybody came back: nothing to wait for. */
async function lookBack(run: number, clients: readonly Client[]): Promise<Pick<Run, 'ghosts' | 'wrong'>> {
  const attached = clients.flatMap(({ standing }) => (standing ? [standing] : []));
  const members = new Map<string, string[]>();
  for (let index = 0; index < ROOMS; index += 1) {
    const room = `faults-${run}-${index}`;
    const lines = (await redisCli('HGETALL', `parley:{${room}}:members`)).split('\n');
    // A line with the id of a peer, then one with its record.
    members.set(
      room,
      lines.filter((line, at) => line !== '' && at % 2 === 0),
    );
  }
  const held = new Set(attached.map(({ id }) => id));
  const ghosts = [...members.values()].flat().filter((id) => !held.has(id)).length;
  const violations = checkWhole({ at: performance.now(), attached, members });
  return { ghosts, wrong: violations.map(({ text }) => text).filter((text) => !text.startsWith('ghosts')) };
}
