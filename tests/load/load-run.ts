import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { LoadPeer } from './load-peer.ts';
import type { LoadSettings } from './settings.ts';
import { Times } from './times.ts';

/** How many connections are opened at once. */
const AT_ONCE = 50;
/** How often messages are sent: the rate is met on the whole, not by each message. */
const STEP_MS = 5;
/** How long the last messages may take. */
const LATE_MS = 2_000;

/** What one second of talking was like. */
export interface Second {
  readonly sent: number;
  readonly heard: number;
  readonly p50: number;
  readonly p99: number;
}

/** All that was measured, also where it was broken off. */
export interface LoadOutcome {
  readonly connects: Times;
  readonly joins: Times;
  readonly messages: Times;
  readonly seconds: readonly Second[];
  readonly sent: number;
  /** What should have been sent by the rate that was asked for. */
  readonly due: number;
  /** What went wrong, by how often. */
  readonly failures: ReadonlyMap<string, number>;
  /** The generator itself: its share of a core, and how late its event loop was, p99 in ms. */
  readonly utilisation: number;
  readonly lateMs: number;
  readonly brokenOff: boolean;
}

/** Connects, joins, talks, leaves. `tell` gets a line for each second. Ends early, in order, where `signal` says so. */
export async function runLoad(
  settings: LoadSettings,
  signal: AbortSignal,
  tell: (line: string) => void,
): Promise<LoadOutcome> {
  const run = new LoadRun(settings, signal, tell);
  try {
    await run.ramp();
    await run.talk();
  } finally {
    await run.leave();
  }
  return run.outcome();
}

class LoadRun {
  readonly #settings: LoadSettings;
  readonly #signal: AbortSignal;
  readonly #tell: (line: string) => void;
  readonly #peers: LoadPeer[] = [];
  readonly #connects = new Times();
  readonly #joins = new Times();
  readonly #messages = new Times();
  readonly #failures = new Map<string, number>();
  readonly #seconds: Second[] = [];
  readonly #lateness = monitorEventLoopDelay({ resolution: 5 });
  #second = new Times();
  #sent = 0;
  #due = 0;
  #utilisation = 0;

  constructor(settings: LoadSettings, signal: AbortSignal, tell: (line: string) => void) {
    this.#settings = settings;
    this.#signal = signal;
    this.#tell = tell;
  }

  async ramp(): Promise<void> {
    const { connections } = this.#settings;
    const run = crypto.randomUUID().slice(0, 8);
    let next = 0;
    let told = performance.now();
    const worker = async () => {
      while (next < connections && !this.#signal.aborted) {
        const number = next;
        next += 1;
        await this.#enter(`load-${run}-${Math.floor(number / this.#settings.roomSize)}`);
        if (performance.now() - told < 1_000) continue;
        told = performance.now();
        this.#tell(`ramp   ${this.#peers.length} of ${connections} in, ${this.#failed()} failed`);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    this.#tell(`ramp   ${this.#peers.length} of ${connections} in, ${this.#failed()} failed`);
  }

  async talk(): Promise<void> {
    const { rate, seconds } = this.#settings;
    if (this.#peers.length === 0) return;
    const before = performance.eventLoopUtilization();
    this.#lateness.enable();
    const begun = performance.now();
    let sentBefore = 0;
    for (
      let elapsed = 0;
      elapsed < seconds * 1000 && !this.#signal.aborted;
      elapsed = performance.now() - begun
    ) {
      this.#due = Math.floor((elapsed / 1000) * rate);
      while (this.#sent < this.#due) this.#write();
      if (elapsed >= (this.#seconds.length + 1) * 1000) {
        this.#tick(this.#sent - sentBefore);
        sentBefore = this.#sent;
      }
      await delay(STEP_MS);
    }
    this.#utilisation = performance.eventLoopUtilization(before).utilization;
    this.#lateness.disable();
    for (let waited = 0; waited < LATE_MS && this.#messages.count < this.#sent; waited += 50) await delay(50);
  }

  async leave(): Promise<void> {
    await Promise.all(this.#peers.map((peer) => peer.end()));
  }

  outcome(): LoadOutcome {
    return {
      connects: this.#connects,
      joins: this.#joins,
      messages: this.#messages,
      seconds: this.#seconds,
      sent: this.#sent,
      due: this.#due,
      failures: this.#failures,
      utilisation: this.#utilisation,
      lateMs: this.#lateness.percentile(99) / 1e6,
      brokenOff: this.#signal.aborted,
    };
  }

  async #enter(room: string): Promise<void> {
    const { url, insecure } = this.#settings;
    const events = {
      heard: (at: number) => this.#heard(performance.now() - at),
      failed: (what: string) => this.#fail(what),
    };
    try {
      const begun = performance.now();
      const peer = await LoadPeer.connect(url, room, insecure, events);
      this.#connects.add(performance.now() - begun);
      this.#peers.push(peer);
      const connected = performance.now();
      await peer.join();
      this.#joins.add(performance.now() - connected);
    } catch (error) {
      this.#fail(error instanceof Error ? error.message : String(error));
    }
  }

  #write(): void {
    const peer = this.#peers[this.#sent % this.#peers.length];
    // Counted all the same: one that cannot be sent is lost.
    this.#sent += 1;
    if (!peer?.write()) this.#fail('nobody to write to, or no connection');
  }

  #heard(ms: number): void {
    this.#messages.add(ms);
    this.#second.add(ms);
  }

  #tick(sent: number): void {
    const second = { sent, heard: this.#second.count, p50: this.#second.at(0.5), p99: this.#second.at(0.99) };
    this.#second = new Times();
    this.#seconds.push(second);
    const { p50, p99, heard } = second;
    this.#tell(
      `talk   ${this.#seconds.length} s  sent ${sent}  heard ${heard}  p50 ${p50.toFixed(1)} ms  p99 ${p99.toFixed(1)} ms  failed ${this.#failed()}`,
    );
  }

  #fail(what: string): void {
    this.#failures.set(what, (this.#failures.get(what) ?? 0) + 1);
  }

  #failed(): number {
    return [...this.#failures.values()].reduce((sum, count) => sum + count, 0);
  }
}
