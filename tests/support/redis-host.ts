// Real Redis servers that a test may freeze, kill and start again, each on a port that stays its own.
import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Redis } from 'ioredis';
import { findExecutable, has } from './requirements.ts';
import { reservePort } from './reserve-port.ts';

const run = promisify(execFile);

export interface RedisServer {
  readonly port: number;
  readonly url: string;
  /** Starts it, empty, and waits until it answers. */
  start(): Promise<void>;
  /** SIGSTOP freezes it, SIGCONT thaws it, SIGKILL ends it without a word. */
  signal(signal: 'SIGSTOP' | 'SIGCONT' | 'SIGKILL' | 'SIGTERM'): Promise<void>;
  /** Kills it and waits until it is gone. */
  kill(): Promise<void>;
}

export interface ServerOptions {
  /** Beside port and no persistence, such as `['--maxmemory', '8mb']`. */
  readonly args?: readonly string[];
  readonly program?: 'redis-server' | 'redis-sentinel';
}

/** Where the servers run: a container, or this machine where there is no Docker. */
export interface RedisHost extends AsyncDisposable {
  /** A folder of the host that its servers may write to. */
  readonly folder: string;
  readonly ports: readonly number[];
  /** Writes a file into the folder, and gives its path. */
  write(name: string, text: string): Promise<string>;
  /** The server on the host's port number `index`; not started yet. */
  server(index: number, options?: ServerOptions): RedisServer;
}

const UNSAVED_AND_OPEN = ['--save', '', '--appendonly', 'no', '--protected-mode', 'no', '--bind', '0.0.0.0'];

type Launch = (command: readonly string[]) => ChildProcess;
type Kill = (signal: string, pidFile: string) => Promise<unknown>;
type Write = (path: string, text: string) => Promise<unknown>;

/** A host with so many ports. Ends by itself after an hour, should nobody end it. */
export async function redisHost(portCount: number): Promise<RedisHost> {
  const ports: number[] = [];
  while (ports.length < portCount) {
    const port = await reservePort();
    // A Cluster's nodes talk to each other on their port plus 10,000.
    if (port < 55_000 && !ports.includes(port)) ports.push(port);
  }
  return has.docker ? containerHost(ports) : localHost(ports);
}

async function containerHost(ports: readonly number[]): Promise<RedisHost> {
  const name = `parley-test-redis-${crypto.randomUUID()}`;
  const publish = ports.flatMap((port) => ['--publish', `127.0.0.1:${port}:${port}`]);
  await run('docker', [
    'run',
    '--detach',
    '--rm',
    '--init',
    '--name',
    name,
    ...publish,
    'redis:8',
    'sleep',
    '3600',
  ]);
  return host(
    ports,
    '/tmp',
    (command) => spawn('docker', ['exec', name, ...command], { stdio: 'ignore' }),
    (signal, pidFile) =>
      run('docker', ['exec', name, 'sh', '-c', `kill -${signal.slice(3)} $(cat ${pidFile})`]),
    (path, text) => run('docker', ['exec', name, 'sh', '-c', 'printf %s "$1" > "$0"', path, text]),
    async () => void (await run('docker', ['rm', '--force', name])),
  );
}

async function localHost(ports: readonly number[]): Promise<RedisHost> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-redis-'));
  const launch: Launch = ([program = '', ...args]) => {
    const path = findExecutable(program) ?? program;
    return spawn(path, args, { stdio: 'ignore' });
  };
  return host(
    ports,
    folder,
    launch,
    async (signal, pidFile) => process.kill(Number(await readFile(pidFile, 'utf8')), signal),
    writeFile,
    () => rm(folder, { recursive: true, force: true }),
  );
}

function host(
  ports: readonly number[],
  folder: string,
  launch: Launch,
  kill: Kill,
  write: Write,
  dispose: () => Promise<void>,
): RedisHost {
  const servers: RedisServer[] = [];
  return {
    ports,
    folder,
    async write(name, text) {
      const path = `${folder}/${name}`;
      await write(path, text);
      return path;
    },
    server(index, options = {}) {
      const port = ports[index];
      if (port === undefined) throw new Error(`the host has no port number ${index}`);
      const server = redisServer(port, folder, options, launch, kill);
      servers.push(server);
      return server;
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(servers.map((server) => server.kill()));
      await dispose();
    },
  };
}

function redisServer(
  port: number,
  folder: string,
  options: ServerOptions,
  launch: Launch,
  kill: Kill,
): RedisServer {
  const { args = [], program = 'redis-server' } = options;
  const pidFile = `${folder}/${port}.pid`;
  const url = `redis://127.0.0.1:${port}`;
  let running: { readonly exited: Promise<unknown> } | undefined;
  const own = ['--port', String(port), '--pidfile', pidFile];
  const command =
    program === 'redis-sentinel'
      ? // The same program, by a flag: Debian has the name in a package of its own.
        ['redis-server', ...args, ...own, '--sentinel']
      : [program, ...own, '--dir', folder, ...UNSAVED_AND_OPEN, ...args];
  return {
    port,
    url,
    async start() {
      const child = launch(command);
      const exited = once(child, 'exit').then(() => (running = undefined));
      running = { exited };
      await answers(url);
    },
    async signal(signal) {
      if (running) await kill(signal, pidFile);
    },
    async kill() {
      if (!running) return;
      const { exited } = running;
      await kill('SIGKILL', pidFile);
      await exited;
    },
  };
}

/** Waits until a server answers at all, be it that it is loading or has another role than one would think. */
export async function answers(url: string): Promise<void> {
  const client = new Redis(url, {
    maxRetriesPerRequest: 100,
    retryStrategy: () => 50,
    enableReadyCheck: false,
  });
  client.on('error', () => {}); // retried until it answers
  try {
    await client.ping();
  } finally {
    client.disconnect();
  }
}
