import { CLOSE_CODES } from '@parley/shared/close-codes';
import type { ServerMessage } from '@parley/shared/server-messages';
import type { Setback } from './reconnect-policy.ts';
import { SignalingSocket, openGlobalWebSocket } from './signaling-socket.ts';
import type { OpenWebSocket, SocketTiming } from './signaling-socket.ts';

export interface StayOptions {
  /** The node's WebSocket address, such as `wss://host/ws`. */
  url: string;
  webSocket?: OpenWebSocket | undefined;
  timing?: SocketTiming | undefined;
  room: string;
  name: string | undefined;
  /** A session to resume; where it is over, the stay begins with a fresh join. */
  session?: { id: string; token: string } | undefined;
  /** Everything from `joined` or `resumed` on. */
  heard: (message: ServerMessage) => void;
  /** How long the stay in the room was, if it came to one, and what ended it. */
  ended: (heldMs: number | undefined, setback: Setback) => void;
}

/** One connection's stay in a room, from its opening to its one end. */
export function startStay(options: StayOptions): SignalingSocket {
  let joinedAt: number | undefined;
  let setback: Setback | undefined;
  let leaving: ReturnType<typeof setTimeout> | undefined;

  const heard = (message: ServerMessage): void => {
    if (message.type === 'reconnect') leaveIn(message.afterMs);
    if (message.type === 'joined' || message.type === 'resumed') joinedAt ??= performance.now();
    if (joinedAt !== undefined) {
      options.heard(message);
      return;
    }
    if (message.type === 'error' && message.code === 'session_expired') {
      join();
      return;
    }
    setback = refusal(message);
    if (setback !== undefined) socket.close(CLOSE_CODES.normal);
  };

  const ended = (code: number): void => {
    const heldMs = joinedAt === undefined ? undefined : performance.now() - joinedAt;
    clearTimeout(leaving);
    options.ended(heldMs, setback ?? { kind: 'closed', code });
  };

  // The node goes away: 4000 tells it that we mean to resume, on another one.
  const leaveIn = (afterMs: number): void => {
    leaving ??= setTimeout(() => socket.close(CLOSE_CODES.storeLost), afterMs);
  };
  const join = (): void => void socket.send({ type: 'join', room: options.room, name: options.name });
  const opened = (): void => {
    const { room, session } = options;
    if (session) socket.send({ type: 'resume', room, id: session.id, token: session.token });
    else join();
  };
  const open = options.webSocket ?? openGlobalWebSocket;
  const socket = new SignalingSocket(open, address(options), { opened, heard, ended }, options.timing);
  return socket;
}

// The room in the URL is only a hint for proxies, so that one room's peers meet on one node.
function address(options: StayOptions): string {
  const url = new URL(options.url);
  url.searchParams.set('room', options.room);
  return url.href;
}

function refusal(message: ServerMessage): Setback | undefined {
  if (message.type === 'full') return { kind: 'full', capacity: message.capacity };
  if (message.type !== 'error') return undefined;
  const { code, retryAfterMs } = message;
  return { kind: 'refused', code, message: message.message, retryAfterMs };
}
