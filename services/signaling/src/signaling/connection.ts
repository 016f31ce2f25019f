import { CLOSE_CODES } from '@parley/shared/close-codes';
import type { ClientMessageType } from '@parley/shared/client-messages';
import type { ErrorCode } from '@parley/shared/error-codes';
import type { ConnectionLog } from './connection-log.ts';
import { dispatch } from './dispatch.ts';
import type { Seat } from './dispatch.ts';
import type { NodeContext } from './node-context.ts';
import type { Outlet } from './outlet.ts';
import { readFrame } from './read-frame.ts';
import type { ClientFrame } from './read-frame.ts';
import { Refusal } from './refusal.ts';
import { encode } from './server-frames.ts';
import type { Session } from './session.ts';
import { TokenBucket } from './token-bucket.ts';
import { traceIn } from './trace.ts';
import type { Visitor } from './visitor.ts';

/** After so many frames in a row that are no valid message the client is broken, or none of ours. */
const BAD_FRAMES_ALLOWED = 3;

/** Frames that may wait while the store is asked, before the socket is no longer read. */
const INBOX_LIMIT = 16;

/** What a client can have itself told as often as it likes. */
const IDLE_REFUSALS: ReadonlySet<ErrorCode> = new Set(['already_joined', 'rate_limited']);

type Ended = (session: Session | undefined) => void;

/**
 * One client's requests, dealt with strictly in the order they came: while the store is asked for one, the next ones
 * wait. Guards against floods and against clients that speak no Parley.
 */
export class Connection {
  readonly #context: NodeContext;
  readonly #seat: Seat;
  readonly #log: ConnectionLog;
  readonly #bucket: TokenBucket;
  readonly #inbox: Buffer[] = [];
  #busy = false;
  #badInARow = 0;
  #overRate = 0;
  #ended: Ended | undefined;

  constructor(context: NodeContext, outlet: Outlet, log: ConnectionLog, visitor: Visitor | undefined) {
    this.#context = context;
    this.#seat = { outlet, session: undefined, visitor };
    this.#log = log;
    this.#bucket = new TokenBucket(
      context.limits.messageRate,
      context.limits.messageBurst,
      performance.now(),
    );
  }

  /** Takes the bytes of one text frame, which must be valid UTF-8. Never throws. */
  receive(bytes: Buffer): void {
    if (this.#ended) return;
    if (this.#busy || this.#isHeld()) {
      this.#inbox.push(bytes);
      if (this.#inbox.length === INBOX_LIMIT) this.#seat.outlet.pause();
      return;
    }
    this.#handle(bytes);
  }

  /** The connection is over. Gives its session, once a request that is under way has come to its end. */
  end(ended: Ended): void {
    if (this.#ended) return;
    this.#ended = ended;
    // What the client sent before it went still counts.
    if (!this.#busy) this.#finish();
  }

  /** After a stall, what was said waits for what else there is to know. */
  #isHeld(): boolean {
    const held = this.#context.stall.holdUntilKnown(() => {
      this.#busy = false;
      this.#continue();
    });
    this.#busy = held !== undefined;
    return this.#busy;
  }

  #handle(bytes: Buffer): void {
    try {
      this.#deal(bytes);
    } catch (error) {
      this.#breakOff(error);
    }
  }

  #deal(bytes: Buffer): void {
    const startedAt = performance.now();
    const parsed = readFrame(bytes);
    if (!this.#admit(parsed, startedAt)) return;
    const type = parsed.ok ? parsed.message.type : 'other';
    try {
      if (!parsed.ok) throw this.#badFrame(parsed);
      this.#badInARow = 0;
      const pending = dispatch(this.#context, this.#seat, parsed);
      if (pending) {
        this.#busy = true;
        void this.#settle(pending, parsed, type, startedAt);
        return;
      }
    } catch (error) {
      this.#refuse(error, parsed);
    }
    this.#context.observer.handled(type, (performance.now() - startedAt) / 1000);
  }

  async #settle(
    pending: Promise<void>,
    parsed: ClientFrame,
    type: ClientMessageType | 'other',
    startedAt: number,
  ): Promise<void> {
    try {
      const outcome = await pending.then(
        () => 'ok',
        (error: unknown) => this.#refuse(error, parsed),
      );
      const seconds = (performance.now() - startedAt) / 1000;
      this.#context.observer.handled(type, seconds);
      this.#trace(parsed, seconds, outcome);
    } catch (error) {
      this.#breakOff(error);
    }
    this.#busy = false;
    this.#continue();
  }

  #continue(): void {
    if (this.#inbox.length >= INBOX_LIMIT && !this.#ended) this.#seat.outlet.resume();
    while (!this.#busy) {
      const next = this.#inbox.shift();
      if (next === undefined) break;
      this.#handle(next);
    }
    if (!this.#busy && this.#ended) this.#finish();
  }

  #finish(): void {
    const { session } = this.#seat;
    this.#seat.session = undefined;
    this.#ended?.(session);
  }

  /** Whether the frame is within the rate. One that is not is refused; a client that goes on regardless is sent away. */
  #admit(parsed: ClientFrame, now: number): boolean {
    if (this.#bucket.take(now)) {
      if (this.#bucket.full) this.#overRate = 0;
      return true;
    }
    this.#overRate += 1;
    const { messageBurst, messageRate } = this.#context.limits;
    if (this.#overRate > messageBurst) {
      this.#seat.outlet.close(CLOSE_CODES.abuse, 'too many messages');
      return false;
    }
    const retryAfterMs = this.#bucket.waitMs;
    const advice = `too many messages; send at most ${messageRate} a second`;
    this.#refuse(new Refusal('rate_limited', advice, { retryAfterMs }), parsed);
    return false;
  }

  #badFrame(parsed: Extract<ClientFrame, { ok: false }>): Refusal {
    this.#badInARow += 1;
    return new Refusal(parsed.code, parsed.reason);
  }

  #trace(parsed: ClientFrame, seconds: number, outcome: string): void {
    const { tracer } = this.#context;
    const traceId = traceIn(refOf(parsed));
    if (tracer && traceId !== undefined && isEntry(parsed))
      tracer.asked(parsed.message.type, traceId, seconds, outcome);
  }

  /** Gives the code that the client was told. */
  #refuse(error: unknown, parsed: ClientFrame): ErrorCode {
    const refusal = error instanceof Refusal ? error : this.#fault(error);
    const ref = refOf(parsed);
    this.#tell(refusal.code, refusal.message, { ...refusal.details, ref });
    // Why somebody could not come in is what people ask for; what a client may do all day is a debug line.
    const level = isEntry(parsed) && !IDLE_REFUSALS.has(refusal.code) ? 'info' : 'debug';
    this.#log[level]({ code: refusal.code, traceId: traceIn(ref) }, 'request refused');
    if (this.#badInARow >= BAD_FRAMES_ALLOWED) {
      this.#badInARow = 0;
      this.#seat.outlet.close(CLOSE_CODES.invalidPayload, 'three frames in a row that are no valid message');
    }
    return refusal.code;
  }

  #fault(error: unknown): Refusal {
    this.#context.observer.fault('socket');
    this.#log.error({ err: error }, 'request failed');
    return new Refusal('internal', 'something went wrong on our side; try again');
  }

  // A fault in the answering itself: nobody knows what the client was told, so it comes back and resumes.
  #breakOff(error: unknown): void {
    this.#context.observer.fault('socket');
    this.#log.error({ err: error }, 'connection failed');
    this.#seat.outlet.close(CLOSE_CODES.internalError, 'something went wrong on our side; come back');
  }

  #tell(code: ErrorCode, message: string, rest: { ref: string | undefined } & Refusal['details']): void {
    this.#context.observer.refused(code);
    this.#seat.outlet.send(encode({ type: 'error', code, message, ...rest }));
  }
}

type Entry = Extract<ClientFrame, { ok: true }> & { readonly message: { readonly type: 'join' | 'resume' } };

function isEntry(parsed: ClientFrame): parsed is Entry {
  return parsed.ok && (parsed.message.type === 'join' || parsed.message.type === 'resume');
}

function refOf(parsed: ClientFrame): string | undefined {
  return parsed.ok ? parsed.message.ref : parsed.ref;
}
