import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { answers } from '../support/redis-host.ts';
import { findExecutable } from '../support/requirements.ts';
import { endWithUs } from './contestant.ts';
import { reservePort } from '../support/reserve-port.ts';

export interface BenchRedis extends AsyncDisposable {
  readonly url: string;
  readonly pid: number;
}

/** A redis-server of its own, empty, on one core. It must be a process of this machine, as its CPU is counted. */
export async function startRedis(core?: number): Promise<BenchRedis> {
  const program = findExecutable('redis-server');
  if (!program) throw new Error('redis-server is missing: apt-get install redis-server');
  const port = await reservePort();
  const words = [program, '--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const [command = '', ...rest] = core === undefined ? words : ['taskset', '-c', String(core), ...words];
  const child = spawn(command, rest, { stdio: 'ignore' });
  endWithUs(child);
  const exited = once(child, 'exit');
  const url = `redis://127.0.0.1:${port}`;
  await answers(url);
  return {
    url,
    pid: child.pid ?? 0,
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}
