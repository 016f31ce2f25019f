import type { IceServer } from '@parley/client/messages';
import { pause } from '@parley/client/pause';
import { readServerFrame } from '@parley/client/read-server-frame';
import type { ClockReading } from './clock.ts';
import { within } from './within.ts';

/** What the server said when it was asked for STUN and TURN servers. */
export interface Issued {
  servers: IceServer[];
  ttlMs: number;
  clock: ClockReading;
}

/** `status` is that of HTTP; 0 where there was no answer at all. */
export type IssuedReply = { result: 'issued'; issued: Issued } | { result: 'refused'; status: number };

const PATIENCE_MS = 10_000;
const AGAIN_AFTER_MS = 500;

/** Asks for servers with fresh credentials, as the library is given them in `joined`. */
export async function askForServers(signal: AbortSignal): Promise<IssuedReply> {
  const reply = await ask(signal);
  if (reply.result === 'issued' || reply.status !== 0) return reply;
  // A browser lets go of what it asks for when a network comes or goes, and a second time is better.
  await pause(AGAIN_AFTER_MS, signal);
  return ask(signal);
}

async function ask(signal: AbortSignal): Promise<IssuedReply> {
  const askedAt = Date.now();
  try {
    const response = await fetch('/api/ice-servers', {
      cache: 'no-store',
      signal: within(PATIENCE_MS, signal),
    });
    const answeredAt = Date.now();
    const message = response.ok ? readServerFrame(await response.text()) : undefined;
    if (message?.type !== 'ice') return { result: 'refused', status: response.status };
    const clock = { askedAt, answeredAt, serverDate: response.headers.get('date') };
    return { result: 'issued', issued: { servers: message.iceServers, ttlMs: message.iceTtlMs, clock } };
  } catch {
    return { result: 'refused', status: 0 };
  }
}

/** Each address by itself, with the credentials that go with it. */
export function apart(servers: readonly IceServer[]): (IceServer & { urls: string })[] {
  return servers.flatMap((server) => [server.urls].flat().map((urls) => ({ ...server, urls })));
}
