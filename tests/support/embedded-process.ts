import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Target } from './test-client.ts';

const ROOT = new URL('../../', import.meta.url);
const MAIN = fileURLToPath(new URL('services/signaling/dist/main.js', ROOT));
/** The built call page. */
export const PAGE = fileURLToPath(new URL('services/web/dist', ROOT));

export interface EmbeddedProcess extends Target, AsyncDisposable {
  readonly http: string;
  readonly operator: string;
  readonly pid: number;
  readonly output: readonly string[];
  /** Resolves when it is over, with its exit code; null where a signal ended it. */
  readonly exited: Promise<number | null>;
  /** Sends a signal and gives the exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/** What `make run` starts: the built node as a process of its own, with the built page, on free ports. */
export async function startEmbedded(env: Readonly<Record<string, string>> = {}): Promise<EmbeddedProcess> {
  const { child, output } = launch({ PORT: '0', METRICS_PORT: '0', WEB_ROOT: PAGE, ...env });
  const exited = once(child, 'exit').then(() => child.exitCode);
  const [http, operator] = await Promise.all([
    addressOf(child, output, 'PORT'),
    addressOf(child, output, 'METRICS_PORT'),
  ]);
  const stop = async (signal: NodeJS.Signals = 'SIGTERM') => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    return exited;
  };
  return {
    url: `${http.replace('http', 'ws')}/ws`,
    http,
    operator,
    pid: child.pid ?? 0,
    output: output.lines,
    exited,
    stop,
    [Symbol.asyncDispose]: async () => void (await stop()),
  };
}

/** A start that is meant to fail: what it said, and its exit code. */
export async function startAndFail(
  env: Readonly<Record<string, string>>,
): Promise<{ code: number | null; text: string }> {
  const { child, output } = launch(env);
  await once(child, 'close');
  return { code: child.exitCode, text: output.lines.join('\n') };
}

interface Output {
  readonly lines: string[];
  readonly news: EventEmitter;
}

function launch(env: Readonly<Record<string, string>>) {
  // Nothing of this shell's own settings may leak in.
  const { PATH = '' } = process.env;
  const child = spawn(process.execPath, [MAIN], {
    env: { PATH, HOST: '127.0.0.1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output: Output = { lines: [], news: new EventEmitter() };
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      output.lines.push(line);
      output.news.emit('line');
    });
  }
  return { child, output };
}

async function addressOf(child: ChildProcess, output: Output, setting: string): Promise<string> {
  const pattern = new RegExp(`listening for ${setting} at (http://[\\d.]+:\\d+)`);
  for (;;) {
    const address = pattern.exec(output.lines.join('\n'))?.[1];
    if (address !== undefined) return address;
    if (child.exitCode !== null) throw new Error(`the node did not start:\n${output.lines.join('\n')}`);
    await Promise.race([once(output.news, 'line'), once(child, 'exit')]);
  }
}
