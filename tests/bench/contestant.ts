import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { poll } from '../support/poll.ts';
import { reservePort } from '../support/reserve-port.ts';

const NODE = fileURLToPath(new URL('../../services/signaling/dist/main.js', import.meta.url));

export const CONTESTANTS = {
  parley: { dialect: 'parley', file: undefined, adapter: undefined },
  'bare ws': { dialect: 'bare', file: 'bare-ws.ts', adapter: undefined },
  'bare fastify': { dialect: 'bare', file: 'bare-fastify.ts', adapter: undefined },
  'socket.io': { dialect: 'socketio', file: 'socketio.ts', adapter: 'none' },
  'socket.io classic': { dialect: 'socketio', file: 'socketio.ts', adapter: 'classic' },
  'socket.io sharded': { dialect: 'socketio', file: 'socketio.ts', adapter: 'sharded' },
  PeerServer: { dialect: 'peer', file: 'peerjs.ts', adapter: undefined },
} as const;

export type ContestantName = keyof typeof CONTESTANTS;

export interface Running extends AsyncDisposable {
  readonly port: number;
  readonly pid: number;
  /** Sends a signal and waits until it is gone. */
  stop(signal: NodeJS.Signals): Promise<void>;
}

/** As an operator would run them; the limit of messages is lifted, not taken out. */
export const OPERATOR = { NODE_ENV: 'production', LOG_LEVEL: 'warn', HOST: '127.0.0.1' };
export const NO_LIMIT = { MESSAGE_RATE: '100000', MESSAGE_BURST: '100000' };

/** Starts one server of a contestant on one core, and waits until it takes clients. `redisUrl` empty: none. */
export async function start(name: ContestantName, core: number, redisUrl: string): Promise<Running> {
  const { file, adapter } = CONTESTANTS[name];
  const store: Record<string, string> = redisUrl === '' ? {} : { REDIS_URL: redisUrl };
  if (file === undefined) return startNode(core, { ...OPERATOR, ...NO_LIMIT, ...store });
  const path = fileURLToPath(new URL(`contestants/${file}`, import.meta.url));
  const child = pinned(core, path, { ...OPERATOR, ...store, ADAPTER: adapter ?? '' });
  return { port: await announced(name, child), ...ended(child) };
}

/** A node as it is built. */
export async function startNode(
  core: number | undefined,
  env: Record<string, string>,
  flags: readonly string[] = [],
): Promise<Running> {
  const port = await reservePort();
  const child = pinned(core, NODE, { METRICS_PORT: '0', ...env, PORT: String(port) }, flags);
  await poll('the node is ready', async () => {
    if (child.exitCode !== null) throw new Error(`the node ended with ${child.exitCode}`);
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined);
    await answer?.body?.cancel();
    return answer?.status === 200;
  });
  return { port, ...ended(child) };
}

function pinned(
  core: number | undefined,
  path: string,
  env: Record<string, string>,
  flags: readonly string[] = [],
): ChildProcess {
  const words = [process.execPath, ...flags, path];
  const command = core === undefined ? words : ['taskset', '-c', String(core), ...words];
  const [program = '', ...rest] = command;
  const child = spawn(program, rest, {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  endWithUs(child);
  return child;
}

/** No server outlives the bench, however that ends. */
export function endWithUs(child: ChildProcess): void {
  const end = () => child.kill('SIGKILL');
  process.once('exit', end);
  child.once('exit', () => process.off('exit', end));
}

async function announced(name: string, child: ChildProcess): Promise<number> {
  if (!child.stdout) throw new Error('a pipe was asked for');
  for await (const line of createInterface(child.stdout)) {
    const port = /^listening on (\d+)$/.exec(line)?.[1];
    if (port !== undefined) return Number(port);
  }
  throw new Error(`${name} ended before it listened`);
}

function ended(child: ChildProcess) {
  const exited = once(child, 'exit');
  const stop = async (signal: NodeJS.Signals) => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    await exited;
  };
  return { pid: child.pid ?? 0, stop, [Symbol.asyncDispose]: () => stop('SIGKILL') };
}
