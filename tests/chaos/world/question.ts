import type { ServerMessage } from '@parley/shared/server-messages';
import type { RecordedSocket } from './recorded-socket.ts';

/** What came of a request: a frame, the end of its socket, or nothing in time. */
export type Answer = ServerMessage | { readonly type: 'closed' | 'silence' };

const ANSWER_MS = 4_000;

/** One request at a time, and the wait for its answer. */
export class Question {
  #asking: { readonly socket: RecordedSocket; readonly answered: (answer: Answer) => void } | undefined;

  /** Asks by `say`, and gives the first frame of these types that comes on the socket. */
  ask(socket: RecordedSocket, types: readonly ServerMessage['type'][], say: () => void): Promise<Answer> {
    const { promise, resolve } = Promise.withResolvers<Answer>();
    const timer = setTimeout(() => resolve({ type: 'silence' }), ANSWER_MS);
    const wanted: ReadonlySet<string> = new Set([...types, 'closed']);
    const answered = (answer: Answer) => {
      if (wanted.has(answer.type)) resolve(answer);
    };
    this.#asking = { socket, answered };
    say();
    return promise.finally(() => {
      clearTimeout(timer);
      this.#asking = undefined;
    });
  }

  /** Something came on a socket. */
  hear(socket: RecordedSocket, answer: Answer): void {
    if (this.#asking?.socket === socket) this.#asking.answered(answer);
  }
}
