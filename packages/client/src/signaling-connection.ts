import { CLOSE_CODES } from '@parley/shared/close-codes';
import type { Joined, Resumed, ServerMessage } from '@parley/shared/server-messages';
import { pause } from './pause.ts';
import { STABLE_MS, reconnectDelayMs } from './reconnect-policy.ts';
import type { Setback } from './reconnect-policy.ts';
import type { JoinReply, SignalingEvents, SignalingState } from './signaling-events.ts';
import type { SignalingSocket } from './signaling-socket.ts';
import { startStay } from './stay.ts';
import type { StayOptions } from './stay.ts';
import { TypedEvents } from './typed-events.ts';

export interface SignalingOptions extends Pick<StayOptions, 'url' | 'webSocket' | 'timing'> {
  random?: (() => number) | undefined;
}

/** What we hold of a room. `session` is ours from `joined` on, and what we resume with. */
interface Membership {
  room: string;
  name: string | undefined;
  session?: { id: string; token: string };
  left: boolean;
  wake: AbortController;
}

// A first join that finds no node is tried so often before the person has to decide; one that finds a node which asks
// for patience more often, since it is on its way.
const FIRST_JOIN_TRIES = 3;
const FIRST_JOIN_TRIES_IF_REFUSED = 6;

/** Holds one membership of one room over as many connections as it takes. */
export class SignalingConnection extends TypedEvents<SignalingEvents> {
  readonly #options: SignalingOptions;
  #state: SignalingState = { name: 'idle' };
  #socket: SignalingSocket | undefined;
  #membership: Membership | undefined;

  constructor(options: SignalingOptions) {
    super();
    this.#options = options;
  }

  get state(): SignalingState {
    return this.#state;
  }

  /** Resolves with the first answer. Once that is `joined`, coming back is this object's own business. */
  join(room: string, name?: string): Promise<JoinReply> {
    if (this.#membership !== undefined) throw new Error('already in a room, or on the way into one');
    const membership: Membership = { room, name, left: false, wake: new AbortController() };
    this.#membership = membership;
    this.#become({ name: 'joining' });
    return new Promise((resolve, reject) => {
      const off = this.on('joined', resolve);
      // `joined` has settled the promise long before the membership ends, and what comes second changes nothing.
      this.#run(membership).then(resolve, reject).finally(off);
    });
  }

  /** To one peer, or to all others without `to`. False when there is no connection; nothing is kept for later. */
  send(data: unknown, to?: string): boolean {
    const room = this.#membership?.room;
    if (room === undefined || this.#state.name !== 'joined') return false;
    return this.#socket?.send({ type: 'message', room, to, data }) ?? false;
  }

  /** Asks for fresh TURN credentials; the answer is an `ice` event. */
  requestIce(): boolean {
    return this.#socket?.send({ type: 'ice' }) ?? false;
  }

  /**
   * Ends the wait before the next try, for when the network is known to be back. A wait that the server asked for is
   * kept: it knows of more than our network.
   */
  retryNow(): void {
    const state = this.#state;
    const because = 'because' in state ? state.because : undefined;
    if (because?.kind === 'refused' && because.retryAfterMs !== undefined) return;
    this.#membership?.wake.abort();
  }

  /** Has a connection that may have died unnoticed show within seconds whether it lives. */
  probe(): void {
    this.#socket?.probe();
  }

  leave(): void {
    const membership = this.#membership;
    if (membership === undefined) return;
    this.#membership = undefined;
    membership.left = true;
    membership.wake.abort();
    this.#socket?.send({ type: 'leave', room: membership.room });
    this.#socket?.close(CLOSE_CODES.normal);
    this.#become({ name: 'left' });
  }

  // Ends only when the membership does. What it returns matters to a first join alone.
  async #run(membership: Membership): Promise<JoinReply> {
    for (let attempt = 0; ; attempt += 1) {
      const { heldMs, setback } = await this.#stay(membership);
      if (membership.left) return { type: 'cancelled' };
      if (heldMs !== undefined && heldMs >= STABLE_MS) attempt = 0;
      const delayMs = reconnectDelayMs(attempt, setback, this.#options.random);
      if (delayMs === null || isFinal(membership, setback, attempt)) return this.#stop(membership, setback);
      membership.wake = new AbortController();
      this.#become({ name: membership.session === undefined ? 'joining' : 'away', because: setback });
      await pause(delayMs, membership.wake.signal);
      if (membership.left) return { type: 'cancelled' };
      // What was in the way is over: a try that fails now is the first of its kind.
      if (membership.wake.signal.aborted && membership.session !== undefined) attempt = -1;
    }
  }

  #stay(membership: Membership): Promise<{ heldMs: number | undefined; setback: Setback }> {
    return new Promise((resolve) => {
      const { url, webSocket, timing } = this.#options;
      const { room, name } = membership;
      this.#socket = startStay({
        url,
        webSocket,
        timing,
        room,
        name,
        session: membership.session,
        heard: (message) => this.#heard(membership, message),
        ended: (heldMs, setback) => resolve({ heldMs, setback }),
      });
    });
  }

  #stop(membership: Membership, setback: Setback): JoinReply {
    this.#membership = undefined;
    this.#become({ name: 'stopped', because: setback });
    switch (setback.kind) {
      case 'full':
        return { type: 'full', room: membership.room, capacity: setback.capacity };
      case 'refused':
        return { type: 'refused', code: setback.code, message: setback.message };
      case 'closed':
        return { type: 'unreachable', closeCode: setback.code };
      default:
        return setback satisfies never;
    }
  }

  #heard(membership: Membership, message: ServerMessage): void {
    switch (message.type) {
      case 'joined':
        return this.#joined(membership, message);
      case 'resumed':
        return this.#resumed(membership, message);
      case 'otherjoin':
        return this.emit('otherjoin', message);
      case 'bye':
        return this.emit('bye', message);
      case 'message':
        return this.emit('message', message);
      case 'resync':
        return this.emit('resync', message);
      case 'ice':
        return this.emit('ice', message);
      case 'error':
        return this.emit('error', message);
      case 'full':
      case 'leaved':
      case 'reconnect':
      case 'pong':
        return;
      default:
        message satisfies never;
    }
  }

  #joined(membership: Membership, joined: Joined): void {
    membership.session = { id: joined.id, token: joined.token };
    this.#become({ name: 'joined' });
    this.emit('joined', joined);
  }

  #resumed(membership: Membership, resumed: Resumed): void {
    membership.session = { id: resumed.id, token: resumed.token };
    this.#become({ name: 'joined' });
    this.emit('resumed', resumed);
  }

  #become(state: SignalingState): void {
    this.#state = state;
    this.emit('state', state);
  }
}

// For a newcomer a full room is an answer; for one who comes back, their own ghost may still hold the seat.
function isFinal(membership: Membership, setback: Setback, attempt: number): boolean {
  if (membership.session !== undefined) return false;
  if (setback.kind === 'full') return true;
  const tries = setback.kind === 'refused' ? FIRST_JOIN_TRIES_IF_REFUSED : FIRST_JOIN_TRIES;
  return attempt + 1 >= tries;
}
