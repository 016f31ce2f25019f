// Single containers of our own images, for the tests of one part.
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { poll } from './poll.ts';

const run = promisify(execFile);
const STARTUP_DEADLINE_MS = 60_000;
/** The group that may read what init made: see docker-compose.yml. */
export const READERS_GID = '4700';

/** Runs the command line of Docker; gives what it printed. */
export async function docker(...args: string[]): Promise<string> {
  return (await run('docker', args)).stdout;
}

/** Builds one of our images from its folder, relative to the root. */
export async function buildImage(tag: string, folder: string): Promise<void> {
  const context = fileURLToPath(new URL(`../../${folder}`, import.meta.url));
  await docker('build', '--quiet', '--tag', tag, context);
}

export function randomName(): string {
  return `parley-test-${randomBytes(6).toString('hex')}`;
}

/** Both streams of a container's log. */
export async function logsOf(name: string): Promise<string> {
  const { stdout, stderr } = await run('docker', ['logs', name]);
  return stdout + stderr;
}

export async function inspect(name: string, format: string): Promise<string> {
  return (await docker('inspect', '--format', format, name)).trim();
}

/** Where a port of a container is found on this machine. */
export async function publishedPort(name: string, port: string): Promise<{ address: string; port: number }> {
  const [address = '', number = ''] = (await docker('port', name, port)).trim().split(':');
  return { address, port: Number(number) };
}

/** Waits until its health check succeeds; rejects where the container ends or turns unhealthy. */
export async function healthy(name: string): Promise<void> {
  const isHealthy = async () => {
    const state = await inspect(name, '{{.State.Status}} {{.State.Health.Status}}');
    if (/exited|unhealthy/.test(state)) throw new Error(`container is ${state}`);
    return state === 'running healthy';
  };
  await poll('the container is healthy', isHealthy, STARTUP_DEADLINE_MS);
}

/** A run that ends by itself, or is meant to fail: its exit code and what it said. `args` are those of `docker run`. */
export async function endedRun(...args: string[]): Promise<{ exitCode: number; output: string }> {
  try {
    const { stdout, stderr } = await run('docker', ['run', '--rm', ...args], { timeout: 20_000 });
    return { exitCode: 0, output: stdout + stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { exitCode: code, output: stdout + stderr };
  }
}
