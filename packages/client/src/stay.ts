import { CLOSE_CODES } from '@parley/shared/close-codes';
import type { ClientMessage, ServerMessage } from './messages.ts';
import type { Setback } from './reconnect-policy.ts';
import { keepRenewing } from './room-token.ts';
import type { RoomToken } from './room-token.ts';
import { SignalingSocket, openGlobalWebSocket } from './signaling-socket.ts';
import type { OpenWebSocket, SocketTiming } from './signaling-socket.ts';

// Longer than a node waits for its store before it says so.
const ANSWER_TIMEOUT_MS = 15_000;

// Marks a repeated join that shows a fresh token, so that its answer is not taken for our entry.
const RENEWAL_REF = 'room-token';

export interface StayOptions {
  /** The node's WebSocket address, such as `wss://host/ws`. */
  url: string;
  webSocket?: OpenWebSocket | undefined;
  timing?: SocketTiming | undefined;
  roomToken: RoomToken;
  /** Marks all that is asked, so that it is found in the logs of all nodes. */
  trace: string;
  room: string;
  name: string | undefined;
  /** A session to resume; where it is over, the stay begins with a fresh join. */
  session?: { id: string; token: string } | undefined;
}

export interface StayHandlers {
  /** Everything from `joined` or `resumed` on. */
  heard: (message: ServerMessage) => void;
  /** How long the stay in the room was, if it came to one, and what ended it. Called exactly once. */
  ended: (heldMs: number | undefined, setback: Setback) => void;
}

/** One connection's stay in a room, from its opening to its one end. */
export function startStay(options: StayOptions, handlers: StayHandlers): SignalingSocket {
  let joinedAt: number | undefined;
  let setback: Setback | undefined;
  let patience: ReturnType<typeof setTimeout> | undefined;
  let stopRenewing = (): void => {};

  const heard = (message: ServerMessage): void => {
    if (message.type === 'joined' || message.type === 'resumed') {
      clearTimeout(patience);
      joinedAt ??= performance.now();
      roomToken.taken(message.roomTokenTtlMs);
      stopRenewing();
      stopRenewing = keepRenewing(roomToken, renew);
      if (message.ref === RENEWAL_REF) return;
    }
    if (joinedAt !== undefined) {
      handlers.heard(message);
      return;
    }
    if (message.type === 'error' && message.code === 'session_expired') {
      void join();
      return;
    }
    setback = refusal(message);
    if (setback !== undefined) socket.close(CLOSE_CODES.normal);
  };

  const ended = (code: number): void => {
    clearTimeout(patience);
    stopRenewing();
    const heldMs = joinedAt === undefined ? undefined : performance.now() - joinedAt;
    handlers.ended(heldMs, setback ?? { kind: 'closed', code });
  };

  const { room, name, session, roomToken, trace } = options;
  // A node that answers pings but not this has lost the request, and will not find it again.
  const ask = (request: ClientMessage): void => {
    clearTimeout(patience);
    if (!socket.send(request)) return;
    const answerMs = options.timing?.answerTimeoutMs ?? ANSWER_TIMEOUT_MS;
    patience = setTimeout(() => socket.close(CLOSE_CODES.noSignOfLife), answerMs);
  };
  const join = async (): Promise<void> => {
    try {
      ask({ type: 'join', room, name, token: await roomToken.fresh(), ref: trace });
    } catch (error) {
      setback = { kind: 'refused', code: 'unavailable', message: `no token for the room: ${String(error)}` };
      socket.close(CLOSE_CODES.normal);
    }
  };
  const resume = async (held: { id: string; token: string }): Promise<void> => {
    ask({ type: 'resume', room, ...held, roomToken: await roomToken.forResume(), ref: trace });
  };
  const renew = (token: string): void => {
    socket.send({ type: 'join', room, name, token, ref: RENEWAL_REF });
  };
  const opened = (): void => void (session ? resume(session) : join());
  const open = options.webSocket ?? openGlobalWebSocket;
  const socket = new SignalingSocket(open, address(options), { opened, heard, ended }, options.timing);
  return socket;
}

/**
 * For whoever leaves while their connection is away: resumes, once, to say so. Without that the others would wait for
 * the end of the resume window.
 */
export function sayGoodbye(options: StayOptions & { session: { id: string; token: string } }): void {
  const { room, session, timing, roomToken, trace } = options;
  const heard = ({ type }: ServerMessage): void => {
    if (type === 'resumed') socket.send({ type: 'leave', room });
    socket.close(CLOSE_CODES.normal);
  };
  const opened = async (): Promise<void> => {
    socket.send({ type: 'resume', room, ...session, roomToken: await roomToken.forResume(), ref: trace });
  };
  const open = options.webSocket ?? openGlobalWebSocket;
  const socket = new SignalingSocket(
    open,
    address(options),
    { opened: () => void opened(), heard, ended: () => {} },
    timing,
  );
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
