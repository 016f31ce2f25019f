import type { ByeReason } from '@parley/shared/server-messages';
import type { Cluster, Redis } from 'ioredis';
import { mailKey, membersKey, metaKey } from '../redis/redis-keys.ts';
import type { Script, ScriptArgument, ScriptName } from '../redis/redis-scripts.ts';
import { DEPARTURES_KEPT, MAILBOX_BYTES, MAILBOX_FRAMES } from './membership.ts';
import type {
  AssertOutcome,
  Assertion,
  AttachOutcome,
  Comeback,
  DepositOutcome,
  DetachOutcome,
  EvictOutcome,
  Incarnation,
  JoinOutcome,
  LeaveOutcome,
  Mailbox,
  Membership,
  Newcomer,
  RoomVersion,
  RoomView,
  Wait,
} from './membership.ts';
import {
  assertReply,
  attachReply,
  collectReply,
  depositReply,
  detachReply,
  joinReply,
  leaveReply,
  nodeOf,
  orphanReply,
  recordHead,
  viewReply,
  writeDepartures,
} from './redis-replies.ts';
import { orUnavailable } from './store-unavailable.ts';

/** After so long nobody can come back for a mailbox; `leave` removes it long before. */
const MAILBOX_GARBAGE_MS = 3_600_000;

/** Rooms in Redis: one Lua script an operation, all keys of a room in one slot. */
export class RedisMembership implements Membership {
  readonly #client: Redis | Cluster;
  readonly #scripts: Readonly<Record<ScriptName, Script>>;
  readonly #prefix: string;

  constructor(client: Redis | Cluster, scripts: Readonly<Record<ScriptName, Script>>, prefix: string) {
    this.#client = client;
    this.#scripts = scripts;
    this.#prefix = prefix;
  }

  async join(room: string, newcomer: Newcomer, capacity: number, holdOffMs: number): Promise<JoinOutcome> {
    const { id, node, term, tokenHash, name = '' } = newcomer;
    const args = [id, node, tokenHash, name, capacity, holdOffMs, term];
    const reply = joinReply.parse(await this.#ask('join-2', this.#keys(room), args));
    if (reply[0] === 'full') return { status: 'full', capacity: reply[1] };
    return { status: 'joined', view: reply[1] };
  }

  async leave(room: string, id: string, reason: ByeReason, gen?: number): Promise<LeaveOutcome> {
    const outcome = await this.#remove(room, id, reason, gen === undefined ? '' : String(gen));
    // Only an eviction has to wait.
    return outcome.status === 'waiting' ? { status: 'absent' } : outcome;
  }

  evict(room: string, id: string): Promise<EvictOutcome> {
    return this.#remove(room, id, 'lost', 'due');
  }

  async detach(room: string, id: string, gen: number, windowMs: number): Promise<DetachOutcome> {
    const keys = [membersKey(this.#prefix, room)];
    return { status: detachReply.parse(await this.#ask('detach-1', keys, [id, gen, windowMs])) };
  }

  async attach(room: string, comeback: Comeback): Promise<AttachOutcome> {
    const { id, node, term, tokenHash, newTokenHash } = comeback;
    const args = [id, node, tokenHash, newTokenHash, term];
    const reply = attachReply.parse(await this.#askForBytes('attach-3', this.#keys(room, id), args));
    if (reply[0] === 'expired') return { status: 'expired' };
    const [status, view, way, mail] = reply;
    return { status, view, formerNodes: way.split(' '), mail };
  }

  async deposit(
    room: string,
    id: string,
    frames: readonly Buffer[],
    deafGen?: number,
  ): Promise<DepositOutcome> {
    const args = [id, deafGen ?? '', MAILBOX_FRAMES, MAILBOX_BYTES, MAILBOX_GARBAGE_MS, ...frames];
    const reply = depositReply.parse(await this.#ask('deposit-3', this.#keys(room, id), args));
    switch (reply[0]) {
      case 'absent':
        return { status: 'absent' };
      case 'attached':
        return { status: 'attached', at: reply[1] };
      case 'kept':
        return { status: 'kept', count: reply[1], collector: reply[2] || undefined };
      default:
        return reply satisfies never;
    }
  }

  async assert(room: string, assertion: Assertion): Promise<AssertOutcome> {
    const { epoch, seq, capacity, departures, holdOffMs, term, claims } = assertion;
    const args = [epoch, seq, capacity, writeDepartures(departures), holdOffMs, DEPARTURES_KEPT, term];
    const claimed = claims.flatMap(({ member, by }) => [
      member.id,
      by,
      recordHead(member),
      member.name ?? '',
    ]);
    return assertReply.parse(await this.#ask('assert-2', this.#keys(room), [...args, ...claimed]));
  }

  async collect(room: string, id: string, gen: number): Promise<Mailbox> {
    return collectReply.parse(await this.#askForBytes('collect-3', this.#keys(room, id), [id, gen]));
  }

  async discard(room: string, id: string, upTo: number): Promise<void> {
    await this.#ask('discard-3', this.#keys(room, id), [id, upTo]);
  }

  async orphan(room: string, { node, term }: Incarnation, windowMs: number): Promise<readonly Wait[]> {
    return orphanReply.parse(
      await this.#ask('orphan-1', [membersKey(this.#prefix, room)], [node, windowMs, term]),
    );
  }

  async snapshot(room: string): Promise<RoomView> {
    return viewReply.parse(await this.#ask('snapshot-2', this.#keys(room), []));
  }

  async version(room: string): Promise<RoomVersion> {
    const [epoch, seq] = await orUnavailable(this.#client.hmget(metaKey(this.#prefix, room), 'epoch', 'seq'));
    return { epoch: Number(epoch ?? 0), seq: Number(seq ?? 0) };
  }

  async #remove(room: string, id: string, reason: ByeReason, condition: string): Promise<EvictOutcome> {
    const args = [id, reason, DEPARTURES_KEPT, condition];
    const reply = leaveReply.parse(await this.#ask('leave-3', this.#keys(room, id), args));
    if (reply[0] === 'absent') return { status: 'absent' };
    if (reply[0] === 'waiting') return { status: 'waiting', ms: reply[1] };
    const [status, epoch, seq, staying] = reply;
    const nodes = [...new Set(staying.map(nodeOf))];
    return { status, epoch: Number(epoch), departure: { id, reason, seq }, nodes };
  }

  #keys(room: string, peer?: string): string[] {
    const keys = [membersKey(this.#prefix, room), metaKey(this.#prefix, room)];
    return peer === undefined ? keys : [...keys, mailKey(this.#prefix, room, peer)];
  }

  #ask(script: ScriptName, keys: readonly string[], args: readonly ScriptArgument[]): Promise<unknown> {
    return orUnavailable(this.#scripts[script].run(keys, args));
  }

  #askForBytes(
    script: ScriptName,
    keys: readonly string[],
    args: readonly ScriptArgument[],
  ): Promise<unknown> {
    return orUnavailable(this.#scripts[script].runForBytes(keys, args));
  }
}
