import type { ByeReason } from '@parley/shared/server-messages';
import { byeReasonSchema } from '@parley/shared/server-messages';
import type { Redis } from 'ioredis';
import * as z from 'zod';
import { roomKeys } from '../redis/redis-keys.ts';
import { loadScripts } from '../redis/redis-scripts.ts';
import type { RunScript, ScriptName } from '../redis/redis-scripts.ts';
import { DEPARTURES_KEPT } from './membership.ts';
import type {
  Departure,
  JoinOutcome,
  LeaveOutcome,
  Member,
  Membership,
  Newcomer,
  RoomView,
} from './membership.ts';
import { StoreUnavailable } from './store-unavailable.ts';

const viewReply = z.tuple([z.string(), z.number(), z.number(), z.string(), z.array(z.string())]);
const joinReply = z.union([
  z.tuple([z.literal('full'), z.number()]),
  z.tuple([z.literal('joined'), ...viewReply.def.items]),
]);
const leaveReply = z.union([
  z.tuple([z.literal('absent')]),
  z.tuple([z.literal('left'), z.string(), z.number(), z.array(z.string())]),
]);

/** Rooms in Redis: one Lua script an operation, all keys of a room in one slot. */
export class RedisMembership implements Membership {
  readonly #scripts: Readonly<Record<ScriptName, RunScript>>;
  readonly #prefix: string;

  constructor(client: Redis, prefix: string) {
    this.#scripts = loadScripts(client);
    this.#prefix = prefix;
  }

  async join(room: string, newcomer: Newcomer, capacity: number): Promise<JoinOutcome> {
    const { id, node, tokenHash, name = '' } = newcomer;
    const reply = joinReply.parse(
      await this.#run('join-2', room, [id, `${node} ${tokenHash} ${name}`, capacity]),
    );
    if (reply[0] === 'full') return { status: 'full', capacity: reply[1] };
    const [, ...view] = reply;
    return { status: 'joined', view: readView(view) };
  }

  async leave(room: string, id: string, reason: ByeReason): Promise<LeaveOutcome> {
    const reply = leaveReply.parse(await this.#run('leave-2', room, [id, reason, DEPARTURES_KEPT]));
    if (reply[0] === 'absent') return { status: 'absent' };
    const [, epoch, seq, staying] = reply;
    const nodes = [...new Set(staying.map((record) => readRecord('', record).node))];
    return { status: 'left', epoch: Number(epoch), departure: { id, reason, seq }, nodes };
  }

  async snapshot(room: string): Promise<RoomView> {
    return readView(viewReply.parse(await this.#run('snapshot-2', room, [])));
  }

  async #run(script: ScriptName, room: string, args: readonly (string | number)[]): Promise<unknown> {
    try {
      return await this.#scripts[script](roomKeys(this.#prefix, room), args);
    } catch (error) {
      throw new StoreUnavailable(error);
    }
  }
}

function readView([epoch, seq, capacity, departures, flat]: z.infer<typeof viewReply>): RoomView {
  const members: Member[] = [];
  for (let index = 0; index + 1 < flat.length; index += 2) {
    members.push(readRecord(flat[index] ?? '', flat[index + 1] ?? ''));
  }
  members.sort((one, other) => one.seq - other.seq);
  return { epoch: Number(epoch), seq, capacity, members, departures: readDepartures(departures) };
}

/** "SEQ NODE TOKENHASH NAME", the name last since it may hold spaces. */
function readRecord(id: string, record: string): Member {
  const [seq = '0', node = '', tokenHash = ''] = record.split(' ', 3);
  const name = record.slice(seq.length + node.length + tokenHash.length + 3);
  return { id, node, name: name === '' ? undefined : name, seq: Number(seq) };
}

/** "SEQ ID REASON" a line, the newest last. */
function readDepartures(text: string): Departure[] {
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.map((line) => {
    const [seq, id = '', reason] = line.split(' ');
    return { id, reason: byeReasonSchema.parse(reason), seq: Number(seq) };
  });
}
