import type {
  ClientMessage,
  ForwardMessage,
  JoinMessage,
  LeaveMessage,
  ResumeMessage,
} from '@parley/shared/client-messages';
import { CLOSE_CODES } from '@parley/shared/close-codes';
import { dataText } from '@parley/shared/data-text';
import type { ErrorCode } from '@parley/shared/error-codes';
import type { IceConfig } from '@parley/shared/ice';
import type { ErrorMessage } from '@parley/shared/server-messages';
import type { Faults } from './faults.ts';
import type { Line } from './line.ts';
import type { Member } from './member.ts';
import { Room, deliver, infoOf, newToken } from './room.ts';

export interface Settings extends IceConfig {
  readonly capacity: number;
  readonly resumeWindowMs: number;
}

/** What is known while the server runs. */
export interface World {
  /** Makes the `id` of who joins next. */
  readonly nextId: () => string;
  readonly settings: Settings;
  readonly faults: Faults;
  readonly rooms: Map<string, Room>;
}

type Details = Partial<Pick<ErrorMessage, 'room' | 'to' | 'retryAfterMs' | 'ref'>>;

/** Does what a client asks; `text` is the frame as it came. */
export function answer(world: World, line: Line, message: ClientMessage, text: string): void {
  const { faults, settings } = world;
  const { ref } = message;
  const { peer } = line;
  if (faults.strike('never answer', peer, ({ request }) => request === message.type)) return;
  const refusal = faults.strike('error', peer, ({ request }) => request === message.type);
  if (refusal) {
    const { code, retryAfterMs } = refusal;
    refuse(line, code, 'refused, as a test has ordered', { retryAfterMs, ref });
    return;
  }
  switch (message.type) {
    case 'join':
      return join(world, line, message);
    case 'leave':
      return leave(world, line, message);
    case 'message':
      return forward(line, message, text);
    case 'resume':
      return resume(world, line, message);
    case 'ice':
      return line.say({ type: 'ice', iceServers: settings.iceServers, iceTtlMs: settings.iceTtlMs, ref });
    case 'ping':
      return line.say({ type: 'pong', ref });
    default:
      return message satisfies never;
  }
}

/** Tells a client that a request was refused. */
export function refuse(line: Line, code: ErrorCode, message: string, details: Details = {}): void {
  line.say({ type: 'error', code, message, ...details });
}

/** The end of a membership, and of its room with the last one. */
export function removeFrom({ rooms }: World, member: Member, reason: 'left' | 'lost' | 'removed'): void {
  member.room.remove(member, reason);
  if (member.room.size === 0) rooms.delete(member.room.name);
}

function join(world: World, line: Line, { room: name, name: peerName, ref }: JoinMessage): void {
  if (line.member && line.member.room.name !== name) {
    refuse(line, 'already_joined', 'you are in another room; leave it first', { room: name, ref });
    return;
  }
  if (line.member) {
    welcome(world, line, 'joined', ref);
    return;
  }
  const { rooms, faults, settings } = world;
  const room = rooms.get(name) ?? new Room(name);
  if (room.size >= settings.capacity || faults.strike('full', undefined)) {
    line.say({ type: 'full', room: name, capacity: settings.capacity, ref });
    return;
  }
  rooms.set(name, room);
  room.enter(line, world.nextId(), peerName);
  welcome(world, line, 'joined', ref);
}

function welcome({ settings }: World, line: Line, type: 'joined' | 'resumed', ref: string | undefined): void {
  const { member } = line;
  if (!member) return;
  const { room, id, tokens } = member;
  line.say({
    type,
    room: room.name,
    id,
    peers: room.othersThan(member).map(infoOf),
    token: tokens[0] ?? '',
    node: 'mock',
    seq: room.seq,
    ...settings,
    ref,
  });
}

function leave(world: World, line: Line, { room, ref }: LeaveMessage): void {
  const member = memberIn(line, room, ref);
  if (!member) return;
  removeFrom(world, member, 'left');
  line.say({ type: 'leaved', room, id: member.id, ref });
}

function forward(line: Line, { room, to, ref }: ForwardMessage, text: string): void {
  const member = memberIn(line, room, ref);
  if (!member) return;
  const others = member.room.othersThan(member);
  const addressees = to === undefined ? others : others.filter(({ id }) => id === to);
  if (to !== undefined && addressees.length === 0) {
    refuse(line, 'unknown_peer', 'there is no such peer in the room', { room, to, ref });
  }
  const frame = `{"type":"message","room":"${room}","from":"${member.id}","data":${dataText(text) ?? 'null'}}`;
  for (const addressee of addressees) {
    if (deliver(addressee, frame)) continue;
    const details = { room, to: addressee.id, ref };
    refuse(line, 'undeliverable', 'the peer is away, and no more can be kept for it', details);
  }
}

function resume(world: World, line: Line, { room: name, id, token, ref }: ResumeMessage): void {
  if (line.member) {
    refuse(line, 'already_joined', 'this connection has a session already', { room: name, ref });
    return;
  }
  const member = world.rooms.get(name)?.find(id);
  if (!member?.tokens.includes(token)) {
    refuse(line, 'session_expired', 'this session is over; join again', { room: name, ref });
    return;
  }
  clearTimeout(member.window);
  if (member.line) {
    member.line.member = undefined;
    member.line.close(CLOSE_CODES.takenOver, 'this session went on elsewhere');
  }
  // The one that was used stays good, since this answer may be lost.
  member.tokens = [newToken(), token];
  member.line = line;
  line.member = member;
  welcome(world, line, 'resumed', ref);
  for (const frame of member.mail.splice(0)) line.sayText('message', frame);
}

function memberIn(line: Line, room: string, ref: string | undefined): Member | undefined {
  if (line.member?.room.name === room) return line.member;
  refuse(line, 'not_in_room', 'you are not in this room; join it first', { room, ref });
  return undefined;
}
