import { CLOSE_CODES } from '@parley/shared/close-codes';
import type { Joined, PeerInfo, Resumed, Resync, ServerMessage } from './messages.ts';
import { pause } from './pause.ts';
import { STABLE_MS, reconnectDelayMs } from './reconnect-policy.ts';
import type { ReconnectPolicy, Setback } from './reconnect-policy.ts';
import { RoomToken } from './room-token.ts';
import type { JoinToken } from './room-token.ts';
import { Roster } from './roster.ts';
import type { JoinReply, SignalingEvents, SignalingState } from './signaling-events.ts';
import { sayGoodbye, startStay } from './stay.ts';
import type { StayOptions } from './stay.ts';
import { Succession } from './succession.ts';
import { TypedEvents } from './typed-events.ts';

export interface SignalingOptions extends Pick<StayOptions, 'url' | 'webSocket' | 'timing'> {
  /** Lets us into a room, where the server asks for that; a fresh one is shown before the last one runs out. */
  token?: JoinToken | undefined;
  /** By which this visit is found in the logs of all nodes: 32 hex digits, as a W3C trace id. Else one is made. */
  trace?: string | undefined;
  /** When to come back; `reconnectDelayMs` where nothing else is given. */
  reconnectDelay?: ReconnectPolicy | undefined;
}

/** What we hold of a room. `session` is ours from `joined` on, and what we resume with. */
interface Membership {
  room: string;
  name: string | undefined;
  roomToken: RoomToken;
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
  /** By which an operator finds this visit in the logs of all nodes. It is said with all that is asked, to no peer. */
  readonly trace: string;
  readonly #options: SignalingOptions;
  #state: SignalingState = { name: 'idle' };
  readonly #roster = new Roster();
  #socket: Succession | undefined;
  #membership: Membership | undefined;

  constructor(options: SignalingOptions) {
    super();
    this.#options = options;
    this.trace = options.trace ?? newTrace();
  }

  get state(): SignalingState {
    return this.#state;
  }

  /** Our own id in the room; another one after each fresh join. */
  get id(): string | undefined {
    return this.#membership?.session?.id;
  }

  /** The others in the room. */
  get peers(): PeerInfo[] {
    return this.#roster.peers;
  }

  /** Whether what is sent now goes out. */
  get isOpen(): boolean {
    return this.#state.name === 'joined' && this.#socket?.isOpen === true;
  }

  /**
   * Resolves with the first answer, `cancelled` where `signal` aborts before it. Once that is `joined`, coming back is
   * this object's own business.
   */
  join(room: string, name?: string, signal?: AbortSignal): Promise<JoinReply> {
    if (this.#membership !== undefined) throw new Error('already in a room, or on the way into one');
    const membership: Membership = {
      room,
      name,
      roomToken: new RoomToken(this.#options.token),
      left: false,
      wake: new AbortController(),
    };
    if (signal?.aborted === true) return Promise.resolve({ type: 'cancelled' });
    this.#membership = membership;
    this.#become({ name: 'joining' });
    return new Promise((resolve, reject) => {
      const abort = () => this.leave();
      signal?.addEventListener('abort', abort);
      const off = this.on('joined', (joined) => {
        signal?.removeEventListener('abort', abort);
        resolve(joined);
      });
      // `joined` has settled the promise long before the membership ends, and what comes second changes nothing.
      this.#run(membership)
        .then(resolve, reject)
        .finally(() => {
          signal?.removeEventListener('abort', abort);
          off();
        });
    });
  }

  /** To one peer, or to all others without `to`. False when there is no connection; nothing is kept for later. */
  send(data: unknown, to?: string): boolean {
    const room = this.#membership?.room;
    if (room === undefined || this.#state.name !== 'joined') return false;
    return this.#socket?.send({ type: 'message', room, to, data, ref: this.trace }) ?? false;
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
    const { room, name, session, roomToken } = membership;
    const isSaid = this.isOpen && this.#socket?.send({ type: 'leave', room }) === true;
    if (!isSaid && session !== undefined)
      sayGoodbye({ ...this.#options, room, name, session, roomToken, trace: this.trace });
    this.#socket?.close(CLOSE_CODES.normal);
    this.#become({ name: 'left' });
  }

  // Ends only when the membership does. What it returns matters to a first join alone.
  async #run(membership: Membership): Promise<JoinReply> {
    for (let attempt = 0; ; attempt += 1) {
      const { heldMs, setback } = await this.#stay(membership);
      if (membership.left) return { type: 'cancelled' };
      if (heldMs !== undefined && heldMs >= STABLE_MS) attempt = 0;
      const retryInMs = this.#delayMs(attempt, setback);
      if (retryInMs === null || isFinal(membership, setback, attempt)) return this.#stop(membership, setback);
      membership.wake = new AbortController();
      const name = membership.session === undefined ? 'joining' : 'away';
      this.#become({ name, because: setback, retryInMs });
      await pause(retryInMs, membership.wake.signal);
      if (membership.left) return { type: 'cancelled' };
      // What was in the way is over: a try that fails now is the first of its kind.
      if (membership.wake.signal.aborted && membership.session !== undefined) attempt = -1;
    }
  }

  #stay(membership: Membership): Promise<{ heldMs: number | undefined; setback: Setback }> {
    const { room, name, roomToken } = membership;
    return new Promise((resolve) => {
      this.#socket = new Succession({
        start: (handlers) =>
          startStay(
            { ...this.#options, room, name, roomToken, session: membership.session, trace: this.trace },
            handlers,
          ),
        retryMs: (attempt, setback) => this.#delayMs(attempt, setback),
        heard: (message) => this.#heard(membership, message),
        ended: (heldMs, setback) => resolve({ heldMs, setback }),
      });
    });
  }

  #delayMs(attempt: number, setback: Setback): number | null {
    return (this.#options.reconnectDelay ?? reconnectDelayMs)(attempt, setback);
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
        if (this.#roster.add(message)) this.emit('otherjoin', message);
        return;
      case 'bye':
        if (this.#roster.remove(message.id)) this.emit('bye', message);
        return;
      case 'message':
        return this.emit('message', message);
      case 'resync':
        this.emit('resync', message);
        return this.#compare(message);
      case 'ice':
        return this.emit('ice', message);
      case 'error':
        return this.emit('error', message);
      case 'full':
      case 'leaved':
      case 'reconnect':
        return;
      case 'pong':
        return this.emit('alive', undefined);
      default:
        message satisfies never;
    }
  }

  #joined(membership: Membership, joined: Joined): void {
    membership.session = { id: joined.id, token: joined.token };
    const peers = this.#roster.begin(joined.id, joined.peers);
    this.#arrived();
    this.emit('joined', { ...joined, peers });
  }

  #resumed(membership: Membership, resumed: Resumed): void {
    membership.session = { id: resumed.id, token: resumed.token };
    this.#arrived();
    this.emit('resumed', resumed);
    this.#compare(resumed);
  }

  // The whole truth comes out as the news that we missed.
  #compare({ room, peers, seq }: Resumed | Resync): void {
    const { gone, came } = this.#roster.replace(peers);
    for (const { id } of gone) this.emit('bye', { type: 'bye', room, id, reason: 'lost', seq });
    for (const peer of came) this.emit('otherjoin', { type: 'otherjoin', room, ...peer, seq });
  }

  // Who changed over to another node was in the room all the time.
  #arrived(): void {
    if (this.#state.name !== 'joined') this.#become({ name: 'joined' });
  }

  #become(state: SignalingState): void {
    this.#state = state;
    this.emit('state', state);
  }
}

// Not randomUUID, which only pages of https:// have.
function newTrace(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

// For a newcomer a full room is an answer; for one who comes back, their own ghost may still hold the seat.
function isFinal(membership: Membership, setback: Setback, attempt: number): boolean {
  if (membership.session !== undefined) return false;
  if (setback.kind === 'full') return true;
  const tries = setback.kind === 'refused' ? FIRST_JOIN_TRIES_IF_REFUSED : FIRST_JOIN_TRIES;
  return attempt + 1 >= tries;
}
