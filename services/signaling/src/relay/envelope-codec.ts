import { byeReasonSchema } from '@parley/shared/server-messages';
import * as z from 'zod';
import type { Envelope } from './envelope.ts';

// A batch is envelope after envelope: kind (1 byte), header length (4), body length (4), header (JSON), body. The
// body is a client's frame as it goes to the socket, never parsed nor encoded again. Integers are big-endian.
const FIXED = 9;
const DELIVER = 1;
const NEWS = 2;
const RETURNED = 3;

const deliverHeader = z.tuple([z.string(), z.string(), z.string(), z.array(z.string())], z.string());
const returnedHeader = z.object({
  node: z.string(),
  room: z.string(),
  from: z.string(),
  to: z.string(),
  ref: z.optional(z.string()),
  gen: z.optional(z.number()),
});
const member = z.object({
  id: z.string(),
  node: z.string(),
  name: z.optional(z.string()),
  seq: z.number(),
  gen: z.number(),
});
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
  z.object({ kind: z.literal('move'), room: z.string(), id: z.string(), node: z.string(), gen: z.number() }),
  z.object({ kind: z.enum(['mark', 'passed']), node: z.string(), mark: z.number() }),
]);

/** Packs envelopes into one message for a node's channel. */
export function encodeBatch(envelopes: readonly Envelope[]): Buffer {
  const parts: Buffer[] = [];
  for (const envelope of envelopes) {
    const header = Buffer.from(JSON.stringify(headerOf(envelope)));
    const body = 'frame' in envelope ? envelope.frame : undefined;
    const fixed = Buffer.allocUnsafe(FIXED);
    fixed.writeUInt8(kindOf(envelope), 0);
    fixed.writeUInt32BE(header.length, 1);
    fixed.writeUInt32BE(body?.length ?? 0, 5);
    parts.push(fixed, header);
    if (body) parts.push(body);
  }
  return Buffer.concat(parts);
}

/** Unpacks a batch. Throws on anything that is none: the caller counts and drops it. */
export function decodeBatch(batch: Buffer): Envelope[] {
  const envelopes: Envelope[] = [];
  let at = 0;
  while (at < batch.length) {
    if (at + FIXED > batch.length) throw new Error('the batch ends within an envelope');
    const kind = batch.readUInt8(at);
    const headerAt = at + FIXED;
    const bodyAt = headerAt + batch.readUInt32BE(at + 1);
    const end = bodyAt + batch.readUInt32BE(at + 5);
    if (end > batch.length) throw new Error('the batch ends within an envelope');
    envelopes.push(decodeOne(kind, batch.toString('utf8', headerAt, bodyAt), batch.subarray(bodyAt, end)));
    at = end;
  }
  return envelopes;
}

function kindOf({ kind }: Envelope): number {
  if (kind === 'deliver') return DELIVER;
  return kind === 'returned' ? RETURNED : NEWS;
}

function headerOf(envelope: Envelope): unknown {
  switch (envelope.kind) {
    case 'deliver': {
      const { node, room, from, to, ref } = envelope;
      return ref === undefined ? [node, room, from, to] : [node, room, from, to, ref];
    }
    case 'returned': {
      const { node, room, from, to, ref, gen } = envelope;
      return { node, room, from, to, ref, gen };
    }
    default:
      return envelope;
  }
}

function decodeOne(kind: number, header: string, frame: Buffer): Envelope {
  const value: unknown = JSON.parse(header);
  switch (kind) {
    case DELIVER: {
      const [node, room, from, to, ref] = deliverHeader.parse(value);
      return { kind: 'deliver', node, room, from, to, frame, ref };
    }
    case RETURNED: {
      const { gen, ...rest } = returnedHeader.parse(value);
      return { kind: 'returned', ...rest, gen, frame };
    }
    case NEWS:
      return news.parse(value);
    default:
      throw new Error(`unknown kind of envelope ${kind}`);
  }
}
