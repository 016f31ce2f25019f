import { readNumbering } from './numbering.ts';
import type { NumberedFrame } from './numbering.ts';
import { isRecord } from './read-server-frame.ts';

/** What one client tells another: a word of the library's own, or, with `app`, whatever JSON its user gave it. */
export interface PeerMessage {
  data: unknown;
  app: boolean;
}

// A frame that carries news of the numbering alone, or a message that was taken back.
const BARE = 'delivery';

/**
 * Puts the numbering beside the message, so that a client that knows nothing of it reads the message as it always did.
 * What has no room for something beside it is wrapped.
 */
export function toWire({ numbering, message }: NumberedFrame<PeerMessage>): unknown {
  if (message === undefined) return { type: BARE, delivery: numbering };
  const { data, app } = message;
  if (!app) return isRecord(data) ? { ...data, delivery: numbering } : data;
  if (isRecord(data) && !('delivery' in data)) return { ...data, delivery: { ...numbering, app } };
  return { type: 'value', value: data, delivery: { ...numbering, app, wrapped: true } };
}

/** The way back; undefined where there is no numbering, and all of it is the message. */
export function fromWire(wire: unknown): NumberedFrame<PeerMessage> | undefined {
  if (!isRecord(wire)) return undefined;
  const { delivery, ...data } = wire;
  if (!isRecord(delivery)) return undefined;
  const numbering = readNumbering(delivery);
  if (numbering === undefined) return undefined;
  const { app, wrapped } = delivery;
  if (app === true) return { numbering, message: { data: wrapped === true ? data['value'] : data, app } };
  return { numbering, message: data['type'] === BARE ? undefined : { data, app: false } };
}
