import { setTimeout as delay } from 'node:timers/promises';
import { CLIENTS, ROOMS } from './plan.ts';
import type { Command, Plan } from './plan.ts';
import type { Client } from './world/client.ts';
import type { RunningNode } from './world/nodes.ts';
import type { World } from './world/world.ts';

/** How many nodes there may be at once, those included that stand still. */
const MOST_NODES = 3;
/** How often one of those that are in no room joins another. */
const REJOIN_MS = 150;
/** Between joins at the beginning, so that who is there first does not depend on chance alone. */
const JOIN_PAUSE_MS = 20;

export const ROOM_NAMES = Array.from({ length: ROOMS }, (_, index) => `room-${index + 1}`);

/** Does what a plan says. What a step begins goes on while the next ones are done. */
export async function perform(world: World, plan: Plan): Promise<void> {
  for (let client = 0; client < CLIENTS; client += 1) {
    begin(world, { do: 'join', client, node: client, room: client % ROOMS });
    await delay(JOIN_PAUSE_MS);
  }
  const chat = setInterval(() => {
    for (const client of world.clients) client.send(1);
  }, plan.chatMs);
  let next = 0;
  const rejoin = setInterval(() => {
    next += 1;
    const idle = world.clients.filter((client) => client.idle);
    const client = idle[next % Math.max(1, idle.length)];
    const door = world.pickDoor();
    if (client && door) world.meanwhile(client.join(door, ROOM_NAMES[next % ROOMS] ?? ''));
  }, REJOIN_MS);
  for (const { command, pauseMs } of plan.steps) {
    begin(world, command);
    await delay(pauseMs);
  }
  // Its traffic has to meet also what the last steps began.
  clearInterval(rejoin);
  await world.calm();
  clearInterval(chat);
}

function begin(world: World, command: Command): void {
  const task = doOne(world, command);
  if (task) world.meanwhile(task);
}

/** A command that makes no sense in this moment does nothing, so that each plan can be run, and each part of it. */
function doOne(world: World, command: Command): Promise<unknown> | undefined {
  switch (command.do) {
    case 'kill node':
    case 'stop node':
    case 'freeze node':
      return harmNode(world, command);
    case 'cut redis connections':
      return world.redis.cut(command.which);
    case 'restart redis':
      return world.redis.restart(command.downMs);
    case 'freeze redis':
      return world.redis.freeze(command.ms);
    default: {
      const client = world.clients[command.client];
      return client && actAs(world, client, command);
    }
  }
}

type ClientCommand = Extract<Command, { client: number }>;
type NodeCommand = Extract<Command, { do: 'kill node' | 'stop node' | 'freeze node' }>;

function actAs(world: World, client: Client, command: ClientCommand): Promise<unknown> | undefined {
  switch (command.do) {
    case 'join': {
      const door = pick(world, command.node);
      return door && client.join(door, ROOM_NAMES[command.room] ?? '');
    }
    case 'resume': {
      const door = pick(world, command.node);
      return door && client.resume(door);
    }
    case 'leave':
      return client.leave(command.how);
    case 'drop':
    case 'cut':
      client.end(command.do);
      return command.returns ? client.comeBack() : undefined;
    case 'go deaf':
      client.goDeaf();
      return undefined;
    case 'send':
      send(client, command);
      return undefined;
    default:
      return command satisfies never;
  }
}

function send(client: Client, { to, messages }: Extract<Command, { do: 'send' }>): void {
  const peers = [...(client.standing?.view ?? [])];
  if (to < 0) client.send(messages);
  else if (peers.length > 0) client.send(messages, peers[to % peers.length]);
}

async function harmNode(world: World, command: NodeCommand): Promise<void> {
  const { nodes } = world;
  const node = pick(world, command.node);
  if (!node) return;
  if (command.do === 'freeze node') {
    nodes.freeze(node);
    await delay(command.ms);
    nodes.thaw(node);
    return;
  }
  // One that stands still cannot be told anything.
  if (command.do === 'stop node' && node.state === 'frozen') return;
  const ended = command.do === 'stop node' ? nodes.stop(node) : nodes.kill(node, command.clientsReturn);
  const replaced = nodes.present.length < MOST_NODES ? nodes.start() : Promise.resolve();
  await Promise.all([ended, replaced]);
}

function pick(world: World, number: number): RunningNode | undefined {
  const { present } = world.nodes;
  return present[number % Math.max(1, present.length)];
}
