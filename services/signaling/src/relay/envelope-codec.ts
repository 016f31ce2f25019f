import { byeReasonSchema } from '@parley/shared/server-messages';
import * as z from 'zod';
import type { DeliverEnvelope } from './envelope.ts';
import type { Numbered } from './outgoing-link.ts';

// A batch is its head, then envelope after envelope: kind (1 byte), header length (4), body length (4), header, body. The
// head is an envelope of its own kind without a body. A body is a client's frame as it goes to the socket, never parsed
// nor encoded again. Integers are big-endian. Headers are JSON, but for those that come with each message and each
// batch: they are fields between line feeds, which none of them but the last one can hold.
const FIXED = 9;
const VOID = 0;
const DELIVER = 1;
const NEWS = 2;
const RETURNED = 3;
const HEAD = 4;
const SEPARATOR = '\n';
const NO_BODY = Buffer.alloc(0);

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
  z.object({ kind: z.literal('placed'), number: z.number(), to: z.string() }),
  z.object({ kind: z.literal('settle'), mark: z.number(), room: z.string(), id: z.string() }),
]);

/** Packs envelopes into one message for a node's channel. */
export function encodeBatch({ head: about, envelopes }: Batch): Buffer {
  const { node, life, first, base, confirms, again } = about;
  const pieces = [
    piece(HEAD, [node, life, first, base, confirms.life, confirms.upTo, Number(again)].join(SEPARATOR)),
  ];
  for (const envelope of envelopes) pieces.push(pieceOf(envelope));
  return joined(pieces);
}

/** Unpacks a batch. Throws on anything that is none: the caller counts and drops it. */
export function decodeBatch(batch: Buffer): Batch {
  const pieces = split(batch);
  const [about, ...rest] = pieces;
  if (about?.kind !== HEAD) throw new Error('the batch has no head');
  return { head: readHead(about.header), envelopes: rest.map(decodeOne) };
}

interface Piece {
  readonly kind: number;
  readonly header: string;
  readonly body: Buffer;
}

interface SizedPiece extends Piece {
  readonly headerBytes: number;
}

function piece(kind: number, header: string, body: Buffer = NO_BODY): SizedPiece {
  return { kind, header, body, headerBytes: Buffer.byteLength(header) };
}

function pieceOf(envelope: Numbered): SizedPiece {
  if (!envelope) return piece(VOID, '');
  switch (envelope.kind) {
    case 'deliver': {
      const { room, from, to, ref, frame } = envelope;
      const way = `${room}\n${from}\n${to.join(' ')}`;
      return piece(DELIVER, ref === undefined ? way : `${way}\n${ref}`, frame);
    }
    case 'returned': {
      const { number, room, from, to, ref, gen, frame } = envelope;
      return piece(RETURNED, JSON.stringify({ number, room, from, to, ref, gen }), frame);
    }
    default:
      return piece(NEWS, JSON.stringify(envelope));
  }
}

/** One allocation for all of it. */
function joined(pieces: readonly SizedPiece[]): Buffer {
  let length = 0;
  for (const { headerBytes, body } of pieces) length += FIXED + headerBytes + body.length;
  const batch = Buffer.allocUnsafe(length);
  let at = 0;
  for (const { kind, header, headerBytes, body } of pieces) {
    batch[at] = kind;
    batch.writeUInt32BE(headerBytes, at + 1);
    batch.writeUInt32BE(body.length, at + 5);
    batch.write(header, at + FIXED);
    batch.set(body, at + FIXED + headerBytes);
    at += FIXED + headerBytes + body.length;
  }
  return batch;
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
    pieces.push({
      kind,
      header: batch.toString('utf8', headerAt, bodyAt),
      body: batch.subarray(bodyAt, end),
    });
    at = end;
  }
  return pieces;
}

function readHead(header: string): BatchHead {
  const [node, life, first, base, confirmedLife, upTo, again, ...more] = header.split(SEPARATOR);
  if (node === undefined || life === undefined || confirmedLife === undefined || more.length > 0)
    throw new Error('the head of the batch is none');
  return {
    node,
    life,
    first: counted(first),
    base: counted(base),
    confirms: { life: confirmedLife, upTo: counted(upTo) },
    again: counted(again) === 1,
  };
}

function counted(text: string | undefined): number {
  if (text === undefined || !/^\d{1,15}$/.test(text))
    throw new Error('the head of the batch has no number there');
  return Number(text);
}

function readDelivery(header: string, frame: Buffer): DeliverEnvelope {
  const roomEnd = header.indexOf(SEPARATOR);
  const fromEnd = header.indexOf(SEPARATOR, roomEnd + 1);
  if (roomEnd < 1 || fromEnd <= roomEnd + 1) throw new Error('a delivery says not from where it comes');
  const refAt = header.indexOf(SEPARATOR, fromEnd + 1);
  const to = header.slice(fromEnd + 1, refAt === -1 ? undefined : refAt);
  if (to === '') throw new Error('a delivery is for nobody');
  return {
    kind: 'deliver',
    room: header.slice(0, roomEnd),
    from: header.slice(roomEnd + 1, fromEnd),
    to: to.split(' '),
    frame,
    ref: refAt === -1 ? undefined : header.slice(refAt + 1),
  };
}

function decodeOne({ kind, header, body: frame }: Piece): Numbered {
  switch (kind) {
    case VOID:
      return undefined;
    case DELIVER:
      return readDelivery(header, frame);
    case RETURNED: {
      const { gen, ...rest } = returnedHeader.parse(JSON.parse(header));
      return { kind: 'returned', ...rest, gen, frame };
    }
    case NEWS:
      return news.parse(JSON.parse(header));
    default:
      throw new Error(`unknown kind of envelope ${kind}`);
  }
}
