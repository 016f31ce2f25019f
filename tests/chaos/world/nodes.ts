import { setTimeout as delay } from 'node:timers/promises';
import { startEmbedded } from '../../support/embedded-process.ts';
import type { EmbeddedProcess } from '../../support/embedded-process.ts';
import { poll } from '../../support/poll.ts';
import type { History } from '../history/history.ts';
import type { Door } from './client.ts';

const WATCH_EVERY_MS = 100;
const ANSWER_MS = 300;
/** pino's number for an error; a fatal one has a larger. */
const ERROR_LEVEL = 50;

export interface RunningNode extends Door {
  readonly process: EmbeddedProcess;
  state: 'running' | 'frozen' | 'stopping' | 'gone';
  /** Whether its clients come back by themselves once it is gone. */
  clientsReturn: boolean;
}

/** Real nodes, each a process, that can be killed, stopped and frozen. */
export class Nodes implements AsyncDisposable {
  /** What no node may do, whatever is done to it: end by itself, or log an error. */
  readonly faults: string[] = [];
  readonly #all: RunningNode[] = [];
  readonly #history: History;
  readonly #env: Readonly<Record<string, string>>;
  readonly #watching = new AbortController();
  readonly #watches: Promise<void>[] = [];

  constructor(history: History, env: Readonly<Record<string, string>>) {
    this.#history = history;
    this.#env = env;
  }

  /** Those that are there to be talked to, be it that they stand still. */
  get present(): readonly RunningNode[] {
    return this.#all.filter(({ state }) => state === 'running' || state === 'frozen');
  }

  get running(): readonly RunningNode[] {
    return this.#all.filter(({ state }) => state === 'running');
  }

  find(name: string): RunningNode | undefined {
    return this.#all.find((node) => node.name === name);
  }

  /** Starts a node and waits until it takes clients. */
  async start(): Promise<RunningNode> {
    const process = await startEmbedded(this.#env);
    const name = `n${this.#all.length + 1}`;
    const node: RunningNode = { name, target: process, process, state: 'running', clientsReturn: true };
    this.#all.push(node);
    this.#history.record({ what: 'node', node: name, change: 'started' });
    void process.exited.then((code) => this.#exited(node, code));
    this.#watches.push(this.#watch(node));
    return node;
  }

  /** Ends it without a word. */
  async kill(node: RunningNode, clientsReturn: boolean): Promise<void> {
    node.clientsReturn = clientsReturn;
    node.state = 'gone';
    this.#history.record({ what: 'node', node: node.name, change: 'killed' });
    await node.process.stop('SIGKILL');
  }

  /** Has it end by itself, and checks that it does so in order. */
  async stop(node: RunningNode): Promise<void> {
    node.state = 'stopping';
    this.#history.record({ what: 'node', node: node.name, change: 'told to stop' });
    const code = await node.process.stop('SIGTERM');
    if (code !== 0) this.faults.push(`${node.name} was told to stop and ended with code ${code}`);
  }

  freeze(node: RunningNode): void {
    if (node.state !== 'running') return;
    node.state = 'frozen';
    this.#history.record({ what: 'node', node: node.name, change: 'frozen' });
    process.kill(node.process.pid, 'SIGSTOP');
  }

  thaw(node: RunningNode): void {
    if (node.state !== 'frozen') return;
    node.state = 'running';
    process.kill(node.process.pid, 'SIGCONT');
    this.#history.record({ what: 'node', node: node.name, change: 'thawed' });
  }

  /** Waits until a node says that it is ready. */
  async ready(node: RunningNode): Promise<void> {
    await poll(`${node.name} is ready`, async () => (await readiness(node)) === 'ready');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#watching.abort();
    for (const node of this.#all) {
      this.thaw(node);
      if (node.state === 'running') node.state = 'stopping';
    }
    await Promise.all(this.#all.map(({ process: child }) => child.stop('SIGKILL')));
    await Promise.all(this.#watches);
  }

  /** Everything that the nodes logged, for who has to find out why. */
  logs(): string {
    return this.#all.map(({ name, process: { output } }) => `== ${name}\n${output.join('\n')}\n`).join('\n');
  }

  #exited(node: RunningNode, code: number | null): void {
    this.#history.record({ what: 'node', node: node.name, change: 'exited' });
    if (node.state === 'running' || node.state === 'frozen') {
      this.faults.push(`${node.name} ended by itself, with code ${code}`);
    }
    node.state = 'gone';
    this.faults.push(...errorsOf(node));
  }

  async #watch(node: RunningNode): Promise<void> {
    const { signal } = this.#watching;
    let known: 'ready' | 'unready' | undefined;
    while (!signal.aborted && node.state !== 'gone') {
      // One that is told to stop is unready by intent, and one that stands still cannot say.
      const now = node.state === 'running' ? await readiness(node) : undefined;
      if (now !== undefined && now !== known && node.state === 'running') {
        if (known !== undefined || now === 'unready') {
          this.#history.record({ what: 'node', node: node.name, change: now });
        }
        known = now;
      }
      await delay(WATCH_EVERY_MS, undefined, { signal }).catch(() => {});
    }
  }
}

/** What a node says of itself; undefined where it says nothing in time. */
async function readiness({ process: { http } }: RunningNode): Promise<'ready' | 'unready' | undefined> {
  try {
    const answer = await fetch(`${http}/readyz`, { signal: AbortSignal.timeout(ANSWER_MS) });
    await answer.body?.cancel();
    return answer.status === 200 ? 'ready' : 'unready';
  } catch {
    return undefined;
  }
}

/** Lines of level error or worse, and what a crash leaves behind. */
function errorsOf({ name, process: { output } }: RunningNode): string[] {
  return output.filter(isError).map((line) => `${name} logged: ${line.slice(0, 600)}`);
}

function isError(line: string): boolean {
  if (!line.startsWith('{')) return /^\s*(at |\w*Error\b|Uncaught)/.test(line);
  const entry: unknown = JSON.parse(line);
  const level = typeof entry === 'object' && entry !== null && 'level' in entry ? Number(entry.level) : 0;
  return level >= ERROR_LEVEL;
}
