import { byeReasonSchema } from '@parley/shared/server-messages';
import * as z from 'zod';
import type { Envelope } from './envelope.ts';
import type { Numbered } from './outgoing-link.ts';

// A batch is its head, then envelope after envelope: kind (1 byte), header length (4), body length (4), header (JSON),
// body. The head is an envelope of its own kind without a body. A body is a client's frame as it goes to the socket,
// never parsed nor encoded again. Integers are big-endian.
const FIXED = 9;
const VOID = 0;
const DELIVER = 1;
const NEWS = 2;
const RETURNED = 3;
const HEAD = 4;

/** What a batch says of the pair of nodes it goes between. */
export interface BatchHead {
  /** Who sends it. */
  readonly node: string;
  /** Tells the sender's link to this node from an earlier one. */
  readonly life: string;
  /** Number of the first envelope; of the next one to come, where the batch has none. */
  readonly first: number;
  /** The lowest number that the sender still waits for. */
  readonly base: number;
  /** The link in the other direction: all up to `upTo` is dealt with. Its life is '' where nothing came yet. */
  readonly confirms: { readonly life: string; readonly upTo: number };
  /** What comes after `confirms.upTo` was lost: send it again. */
  readonly again: boolean;
}

export interface Batch {
  readonly head: BatchHead;
  readonly envelopes: readonly Numbered[];
}

const counted = z.int().check(z.nonnegative());
const head = z
  .tuple([z.string(), z.string(), counted, counted, z.string(), counted, z.boolean()])
  .transform(([node, life, first, base, confirmedLife, upTo, again]): BatchHead => ({
    node,
    life,
    first,
    base,
    confirms: { life: confirmedLife, upTo },
    again,
  }));
const deliverHeader = z.tuple([z.string(), z.string(), z.array(z.string())], z.string());
const returnedHeader = z.object({
  number: z.number(),
  room: z.string(),
  from: z.string(),
  to: z.string(),
  ref: z.optional(z.string()),
  gen: z.optional(z.number()),
});
const whereabouts = {
  node: z.string(),
  gen: z.number(),
  term: z.number(),
  tokenHash: z.string(),
  formerTokenHash: z.optional(z.string()),
};
const member = z.object({ id: z.string(), name: z.optional(z.string()), seq: z.number(), ...whereabouts });
const news = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('change'),
    room: z.string(),
    epoch: z.number(),
    change: z.discriminatedUnion('type', [
      z.object({ type: z.literal('join'), seq: z.number(), member }),
      z.object({ type: z.literal('leave'), seq: z.number(), id: z.string(), reason: byeReasonSchema }),
    ]),
  }),
  z.object({ kind: z.literal('move'), room: z.string(), id: z.string(), ...whereabouts }),
  z.object({ kind: z.literal('look'), room: z.string(), epoch: z.number(), seq: z.number() }),
  z.object({ kind: z.literal('mail'), room: z.string(), id: z.string() }),
  z.object({
    kind: z.literal('mark'),
    mark: z.number(),
    room: z.optional(z.string()),
    id: z.optional(z.string()),
  }),
  z.object({ kind: z.literal('passed'), mark: z.number() }),
  z.object({ kind: z.literal('settle'), mark: z.number(), room: z.string(), id: z.string() }),
]);

/** Packs envelopes into one message for a node's channel. */
export function encodeBatch({ head: about, envelopes }: Batch): Buffer {
  const { node, life, first, base, confirms, again } = about;
  const parts: Buffer[] = [];
  put(parts, HEAD, [node, life, first, base, confirms.life, confirms.upTo, again]);
  for (const envelope of envelopes) {
    if (!envelope) put(parts, VOID, null);
    else put(parts, kindOf(envelope), headerOf(envelope), 'frame' in envelope ? envelope.frame : undefined);
  }
  return Buffer.concat(parts);
}

/** Unpacks a batch. Throws on anything that is none: the caller counts and drops it. */
export function decodeBatch(batch: Buffer): Batch {
  const pieces = split(batch);
  const [about, ...rest] = pieces;
  if (about?.kind !== HEAD) throw new Error('the batch has no head');
  return { head: head.parse(about.header), envelopes: rest.map(decodeOne) };
}

interface Piece {
  readonly kind: number;
  readonly header: unknown;
  readonly body: Buffer;
}

function put(parts: Buffer[], kind: number, header: unknown, body?: Buffer): void {
  const text = Buffer.from(JSON.stringify(header));
  const fixed = Buffer.allocUnsafe(FIXED);
  fixed.writeUInt8(kind, 0);
  fixed.writeUInt32BE(text.length, 1);
  fixed.writeUInt32BE(body?.length ?? 0, 5);
  parts.push(fixed, text);
  if (body) parts.push(body);
}

function split(batch: Buffer): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  while (at < batch.length) {
    if (at + FIXED > batch.length) throw new Error('the batch ends within an envelope');
    const kind = batch.readUInt8(at);
    const headerAt = at + FIXED;
    const bodyAt = headerAt + batch.readUInt32BE(at + 1);
    const end = bodyAt + batch.readUInt32BE(at + 5);
    if (end > batch.length) throw new Error('the batch ends within an envelope');
    const header: unknown = JSON.parse(batch.toString('utf8', headerAt, bodyAt));
    pieces.push({ kind, header, body: batch.subarray(bodyAt, end) });
    at = end;
  }
  return pieces;
}

function kindOf({ kind }: Envelope): number {
  if (kind === 'deliver') return DELIVER;
  return kind === 'returned' ? RETURNED : NEWS;
}

function headerOf(envelope: Envelope): unknown {
  switch (envelope.kind) {
    case 'deliver': {
      const { room, from, to, ref } = envelope;
      return ref === undefined ? [room, from, to] : [room, from, to, ref];
    }
    case 'returned': {
      const { number, room, from, to, ref, gen } = envelope;
      return { number, room, from, to, ref, gen };
    }
    default:
      return envelope;
  }
}

function decodeOne({ kind, header, body: frame }: Piece): Numbered {
  switch (kind) {
    case VOID:
      return undefined;
    case DELIVER: {
      const [room, from, to, ref] = deliverHeader.parse(header);
      return { kind: 'deliver', room, from, to, frame, ref };
    }
    case RETURNED: {
      const { gen, ...rest } = returnedHeader.parse(header);
      return { kind: 'returned', ...rest, gen, frame };
    }
    case NEWS:
      return news.parse(header);
    default:
      throw new Error(`unknown kind of envelope ${kind}`);
  }
}
