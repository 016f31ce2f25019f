import type { ServerMessage } from './messages.ts';

type Check = (value: unknown) => boolean;

const text: Check = (value) => typeof value === 'string';
const number: Check = (value) => typeof value === 'number';
const optional =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);
const listOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check);
const object =
  (fields: Readonly<Record<string, Check>>): Check =>
  (value) =>
    isRecord(value) && Object.entries(fields).every(([name, check]) => check(value[name]));

const peers = listOf(object({ id: text, name: optional(text) }));
const ice = {
  iceServers: listOf(
    object({
      urls: (value) => text(value) || listOf(text)(value),
      username: optional(text),
      credential: optional(text),
    }),
  ),
  iceTtlMs: number,
};
const member = { room: text, id: text };
const membership = object({
  ...member,
  ...ice,
  peers,
  capacity: number,
  token: text,
  resumeWindowMs: number,
  roomTokenTtlMs: optional(number),
  seq: number,
});

// Only what the library uses is looked at: a newer server may add fields, values too.
const CHECKS: Readonly<Record<ServerMessage['type'], Check>> = {
  joined: membership,
  resumed: membership,
  otherjoin: object({ ...member, name: optional(text), seq: number }),
  full: object({ room: text, capacity: number }),
  leaved: object(member),
  bye: object({ ...member, reason: text, seq: number }),
  message: object({ room: text, from: text }),
  resync: object({ room: text, peers, seq: number }),
  ice: object(ice),
  reconnect: object({ afterMs: number }),
  error: object({ code: text, message: text, to: optional(text), retryAfterMs: optional(number) }),
  pong: () => true,
};

/** Whether a value is an object with named fields, of which nothing more is known. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Reads one text frame from a server. Gives undefined for what this version does not know, so that a newer server may
 * say more; never throws. Written by hand, since the whole of it is a fifth of the smallest schema library.
 */
export function readServerFrame(frame: string): ServerMessage | undefined {
  let value: unknown;
  try {
    value = JSON.parse(frame);
  } catch {
    return undefined;
  }
  return isServerMessage(value) ? value : undefined;
}

function isServerMessage(value: unknown): value is ServerMessage {
  if (!isRecord(value) || typeof value['type'] !== 'string') return false;
  return Object.hasOwn(CHECKS, value['type']) && CHECKS[value['type'] as ServerMessage['type']](value);
}
