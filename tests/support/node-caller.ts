import { spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const EXAMPLES = new URL('../../docs/examples/', import.meta.url);
const DEADLINE_MS = 30_000;

export interface NodeCaller extends AsyncDisposable {
  /** All that it printed. */
  readonly lines: readonly string[];
  /** Waits for a line that it printed. */
  prints(wanted: string): Promise<void>;
  /** Resolves with its exit code when it is over; null where a signal ended it. */
  readonly exited: Promise<number | null>;
}

/** docs/examples/node-datachannel as a process of its own. */
export const startNodeCaller = (url: string, room: string, line: string): NodeCaller =>
  start('node-datachannel/call.js', [url, room, line]);

/** docs/examples/headless as a process of its own. */
export const startRobot = (url: string, room: string, line: string): NodeCaller =>
  start('headless/robot.js', [url, room, line]);

function start(example: string, args: readonly string[]): NodeCaller {
  const { PATH = '' } = process.env;
  const script = fileURLToPath(new URL(example, EXAMPLES));
  const child = spawn(process.execPath, [script, ...args], { env: { PATH } });
  const lines: string[] = [];
  const news = new EventEmitter();
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (text) => {
      lines.push(text);
      news.emit('news');
    });
  }
  const exited = once(child, 'close').then(() => child.exitCode);
  return {
    lines,
    exited,
    async prints(wanted) {
      const signal = AbortSignal.timeout(DEADLINE_MS);
      while (!lines.includes(wanted)) {
        await once(news, 'news', { signal }).catch((cause: unknown) => {
          throw new Error(`it never printed "${wanted}", but:\n${lines.join('\n')}`, { cause });
        });
      }
    },
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null && child.signalCode === null) child.kill();
      await exited;
    },
  };
}
