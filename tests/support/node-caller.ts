import { spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const CALL = fileURLToPath(new URL('../../docs/examples/node-datachannel/call.js', import.meta.url));
const DEADLINE_MS = 30_000;

export interface NodeCaller extends AsyncDisposable {
  /** Waits for a line that it printed. */
  prints(wanted: string): Promise<void>;
  /** Resolves with its exit code when it is over; null where a signal ended it. */
  readonly exited: Promise<number | null>;
}

/** docs/examples/node-datachannel as a process of its own. */
export function startNodeCaller(url: string, room: string, line: string): NodeCaller {
  const { PATH = '' } = process.env;
  const child = spawn(process.execPath, [CALL, url, room, line], { env: { PATH } });
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
