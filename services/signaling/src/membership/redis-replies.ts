import { byeReasonSchema } from '@parley/shared/server-messages';
import * as z from 'zod';
import type { AssertOutcome, Departure, Member, RoomView, Verdict, Whereabouts, Wait } from './membership.ts';

// What the scripts in redis/scripts answer. Each reply is read here, and nowhere else.

const viewItems = [z.string(), z.number(), z.number(), z.string(), z.array(z.string())] as const;
const bytes = z.instanceof(Buffer);
// A reply asked for as bytes has them wherever the script said text.
const asText = bytes.transform(String);

export const viewReply = z.tuple(viewItems).transform(readView);

export const joinReply = z.union([
  z.tuple([z.literal('full'), z.number()]),
  z
    .tuple([z.literal('joined'), ...viewItems])
    .transform(([status, ...view]) => [status, readView(view)] as const),
]);

export const leaveReply = z.union([
  z.tuple([z.literal('absent')]),
  z.tuple([z.literal('waiting'), z.number()]),
  z.tuple([z.literal('left'), z.string(), z.number(), z.array(z.string())]),
]);

export const detachReply = z.enum(['detached', 'stale']);

export const attachReply = z.union([
  z.tuple([asText.pipe(z.literal('expired'))]),
  z
    .tuple([
      asText.pipe(z.literal('attached')),
      ...([asText, z.number(), z.number(), asText, z.array(asText)] as const),
      asText,
      z.number(),
      z.array(bytes),
    ])
    .transform(
      ([status, epoch, seq, capacity, departures, members, way, first, frames]) =>
        [status, readView([epoch, seq, capacity, departures, members]), way, { first, frames }] as const,
    ),
]);

export const depositReply = z.union([
  z.tuple([z.literal('absent')]),
  z
    .tuple([z.literal('attached'), z.string(), z.number(), z.number(), z.string(), z.string()])
    .transform(
      ([status, node, gen, term, hash, former]) =>
        [status, whereabouts(node, gen, term, hash, former)] as const,
    ),
  z.tuple([z.literal('kept'), z.number(), z.string()]),
]);

export const assertReply = z
  .tuple([...viewItems, z.array(z.string()), z.array(z.string()), z.array(z.string()), z.number()])
  .transform(
    ([epoch, seq, capacity, departures, members, verdicts, mail, detached, restored]): AssertOutcome => ({
      view: readView([epoch, seq, capacity, departures, members]),
      verdicts: readVerdicts(verdicts),
      mail,
      detached,
      restored: restored === 1,
    }),
  );

export const collectReply = z
  .tuple([z.number(), z.array(bytes)])
  .transform(([first, frames]) => ({ first, frames }));

export const orphanReply = z.array(z.union([z.string(), z.number()])).transform((flat) => {
  const waiting: Wait[] = [];
  for (let index = 0; index + 1 < flat.length; index += 2) {
    waiting.push({ id: String(flat[index]), ms: Number(flat[index + 1]) });
  }
  return waiting;
});

/** The node in a record. */
export function nodeOf(record: string): string {
  return readRecord('', record).node;
}

function readView(reply: readonly [string, number, number, string, readonly string[]]): RoomView {
  const [epoch, seq, capacity, departures, flat] = reply;
  const members: Member[] = [];
  for (let index = 0; index + 1 < flat.length; index += 2) {
    members.push(readRecord(flat[index] ?? '', flat[index + 1] ?? ''));
  }
  members.sort((one, other) => one.seq - other.seq);
  return { epoch: Number(epoch), seq, capacity, members, departures: readDepartures(departures) };
}

const RECORD = /^(\d+) (\d+) (\S+) (\d+) (\S+) (\S+) \d+ (.*)$/;

/** "SEQ GEN NODE TERM TOKENHASH FORMERHASH DEADLINE NAME"; join-2.lua tells what each is. */
function readRecord(id: string, record: string): Member {
  const [, seq, gen, node = '', term, hash = '', former = '', name] = RECORD.exec(record) ?? [];
  const at = whereabouts(node, Number(gen), Number(term), hash, former);
  return { id, name: name || undefined, seq: Number(seq), ...at };
}

/** The front of a record, as assert-2.lua takes it. */
export function recordHead({ seq, gen, node, term, tokenHash, formerTokenHash = '-' }: Member): string {
  return `${seq} ${gen} ${node} ${term} ${tokenHash} ${formerTokenHash}`;
}

function whereabouts(
  node: string,
  gen: number,
  term: number,
  tokenHash: string,
  former: string,
): Whereabouts {
  return { node, gen, term, tokenHash, formerTokenHash: former === '-' ? undefined : former };
}

function readVerdicts(flat: readonly string[]): Map<string, Verdict> {
  const verdicts = new Map<string, Verdict>();
  for (let index = 0; index + 1 < flat.length; index += 2) {
    verdicts.set(flat[index] ?? '', verdict.parse(flat[index + 1]));
  }
  return verdicts;
}

const verdict = z.enum(['held', 'elsewhere', 'gone']);

/** "SEQ ID REASON" a line, the newest last: as the room keeps them. */
export function writeDepartures(departures: readonly Departure[]): string {
  return departures.map(({ seq, id, reason }) => `${seq} ${id} ${reason}\n`).join('');
}

/** "SEQ ID REASON" a line, the newest last. */
function readDepartures(text: string): Departure[] {
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.map((line) => {
    const [seq, id = '', reason] = line.split(' ');
    return { id, reason: byeReasonSchema.parse(reason), seq: Number(seq) };
  });
}
