import type { JoinReply } from '@parley/client';
import { reconnectDelayMs } from '@parley/client/reconnect-policy';
import { SignalingConnection } from '@parley/client/signaling';
import { makeRoomName } from '../room-name.ts';
import { nextArrival } from './arrival.ts';
import { CheckSockets } from './check-sockets.ts';
import { median } from './loop-figures.ts';
import { OutageWatch } from './outage-watch.ts';
import type { Move, SignalingFinding } from './signaling-finding.ts';
import { within } from './within.ts';

type Reached = Extract<SignalingFinding, { result: 'reached' }>;

const PINGS = 5;
// With two nodes and a proxy that deals at random, one run in 256 sees only one of them.
const TRIES = 8;
const PATIENCE_MS = 15_000;

/** A visit to an empty room: the way there, the way to another node, and whether the connection lasts meanwhile. */
export class SignalingTrip {
  readonly #sockets = new CheckSockets();
  readonly #connection: SignalingConnection;
  readonly #found: (finding: SignalingFinding) => void;
  #finding: Reached | undefined;
  #watch: OutageWatch | undefined;
  #cutting = false;

  /** `found` is called with all that is known, each time that it is more. */
  constructor(url: string, found: (finding: SignalingFinding) => void) {
    this.#found = found;
    this.#connection = new SignalingConnection({
      url,
      webSocket: (address, subprotocol) => this.#sockets.open(address, subprotocol),
      // Who was cut off by ourselves need not be spread out in time.
      reconnectDelay: (attempt, setback) => (this.#cutting ? 0 : reconnectDelayMs(attempt, setback)),
      timing: { openTimeoutMs: 5_000 },
    });
  }

  /** Goes there, measures, and has itself thrown over to another node. From then on it stays, as a call does. */
  async go(signal: AbortSignal): Promise<void> {
    const startedAt = performance.now();
    const reply = await this.#connection.join(makeRoomName(), undefined, within(PATIENCE_MS, signal));
    if (reply.type !== 'joined') {
      this.#found(notReached(reply));
      return;
    }
    const openMs = this.#sockets.openMs ?? 0;
    const joinMs = performance.now() - startedAt - openMs;
    this.#finding = { result: 'reached', node: reply.node, openMs, joinMs, outages: [] };
    this.#tell({ roundTripMs: await this.#roundTripMs() });
    const move = await this.#move(reply.node, signal);
    this.#watch = new OutageWatch(this.#connection, (outage) =>
      this.#tell({ outages: [...(this.#finding?.outages ?? []), outage] }),
    );
    this.#tell({ move });
  }

  /** Ends the stay; where the connection was lost just now, waits a while for its return. */
  async end(): Promise<void> {
    await this.#watch?.end();
    this.leave();
  }

  leave(): void {
    this.#connection.leave();
  }

  async #roundTripMs(): Promise<number | undefined> {
    const all: number[] = [];
    for (let ping = 0; ping < PINGS; ping += 1) {
      const ms = await this.#sockets.roundTripMs();
      if (ms === undefined) break;
      all.push(ms);
    }
    return median(all);
  }

  async #move(home: string, signal: AbortSignal): Promise<Move> {
    this.#cutting = true;
    try {
      for (let tries = 1; ; tries += 1) {
        const cutAt = performance.now();
        const arrival = nextArrival(this.#connection, within(PATIENCE_MS, signal));
        this.#sockets.cut();
        const node = await arrival;
        const ms = performance.now() - cutAt;
        if (node === undefined) return { to: 'nowhere' };
        if (node !== home) return { to: 'another-node', node, ms };
        if (tries === TRIES) return { to: 'same-node', ms };
      }
    } finally {
      this.#cutting = false;
    }
  }

  #tell(news: Partial<Reached>): void {
    if (this.#finding === undefined) return;
    this.#finding = { ...this.#finding, ...news };
    this.#found(this.#finding);
  }
}

function notReached(reply: Exclude<JoinReply, { type: 'joined' }>): SignalingFinding {
  switch (reply.type) {
    case 'refused':
      return { result: 'refused', code: reply.code };
    case 'full':
      return { result: 'refused', code: reply.type };
    case 'unreachable':
      return { result: 'unreachable', code: String(reply.closeCode) };
    case 'cancelled':
      return { result: 'unreachable', code: 'timeout' };
    default:
      return reply satisfies never;
  }
}
