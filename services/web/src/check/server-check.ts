import type { IceServer } from '@parley/client/messages';
import { signal } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals';
import type { CandidateRow } from './candidate-row.ts';
import { gather } from './gather.ts';
import { parseIceUrl } from './ice-url.ts';
import type { IceUrl } from './ice-url.ts';
import { askServer } from './ask-server.ts';
import { apart } from './issued.ts';
import type { LoopFinding } from './loop-verdict.ts';
import type { AskedServer } from './reach.ts';
import { runLoop } from './relay-loop.ts';

/** Where the loop stands. `part` is how much of the measuring is done, from 0 to 1; undefined while it connects. */
export type LoopState =
  | { name: 'waiting' }
  | { name: 'running'; part: number | undefined }
  | { name: 'done'; finding: LoopFinding };

interface Asking {
  server: IceServer;
  url: IceUrl;
}

/** Tries a set of STUN and TURN servers: each address by itself, and a call through what relays. */
export class ServerCheck {
  readonly #asked = signal<readonly AskedServer[]>([]);
  readonly #rows = signal<readonly CandidateRow[]>([]);
  readonly #loop = signal<LoopState>({ name: 'waiting' });

  get asked(): ReadonlySignal<readonly AskedServer[]> {
    return this.#asked;
  }

  get rows(): ReadonlySignal<readonly CandidateRow[]> {
    return this.#rows;
  }

  get loop(): ReadonlySignal<LoopState> {
    return this.#loop;
  }

  async run(servers: readonly IceServer[], over: AbortSignal): Promise<void> {
    const asking = apart(servers).map((server) => ({
      server,
      url: parseIceUrl(server.urls) ?? unreadable(server.urls),
    }));
    this.#asked.value = asking.map(({ url }) => ({ url, outcome: undefined }));
    const own = this.#gatherOwn(over);
    const answers = asking.map((one, index) => this.#ask(one, index, over));
    const relays = answers.filter((_answer, index) => asking[index]?.url.way !== 'stun');
    // The first relay that lets us in is enough to begin with; others may take long to stay silent.
    const anyRelay = await Promise.any(relays.map(passed)).catch(() => false);
    await this.#runLoop(relays.length === 0 ? 'none' : anyRelay ? 'open' : 'closed', asking, over);
    await Promise.all([own, ...answers]);
  }

  async #ask(asking: Asking, index: number, over: AbortSignal): Promise<AskedServer> {
    const heard = (row: CandidateRow) => this.#add(row);
    const answer = { url: asking.url, outcome: await askServer({ ...asking, heard, signal: over }) };
    this.#asked.value = this.#asked.value.with(index, answer);
    return answer;
  }

  async #gatherOwn(over: AbortSignal): Promise<void> {
    await gather({ server: undefined, wanted: 'host', heard: (row) => this.#add(row), signal: over });
  }

  async #runLoop(
    relay: 'none' | 'open' | 'closed',
    asking: readonly Asking[],
    over: AbortSignal,
  ): Promise<void> {
    if (relay !== 'open') {
      const obstacle = relay === 'none' ? 'no-relay' : 'no-way-in';
      this.#loop.value = { name: 'done', finding: { result: 'blocked', obstacle } };
      return;
    }
    this.#loop.value = { name: 'running', part: undefined };
    const servers = asking
      .filter(({ url }) => url.way !== 'stun' && url.port > 0)
      .map(({ server }) => server);
    const progress = (part: number) => {
      this.#loop.value = { name: 'running', part };
    };
    const finding = await runLoop({ servers, signal: over, progress }).catch(
      (error: unknown): LoopFinding => {
        reportError(error);
        return { result: 'blocked', obstacle: 'not-started' };
      },
    );
    this.#loop.value = { name: 'done', finding };
  }

  #add(row: CandidateRow): void {
    this.#rows.value = [...this.#rows.value, row];
  }
}

async function passed(answer: Promise<AskedServer>): Promise<boolean> {
  if ((await answer).outcome?.result !== 'pass') throw new Error('no relay');
  return true;
}

// Shown as it is, beside the word that no browser takes it.
function unreadable(text: string): IceUrl {
  return { text, way: text.startsWith('stun') ? 'stun' : 'turn-udp', host: '', port: 0, transport: 'UDP' };
}
