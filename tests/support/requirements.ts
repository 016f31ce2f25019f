import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** What some suites need beside Node, and how to get it. A suite whose need is not met is skipped, and the run says so. */
export const requirements = {
  docker: 'Docker with Compose: https://docs.docker.com/engine/install/ (the engine must be running)',
  redis: 'Redis: Docker, or `redis-server` on the PATH (apt-get install redis-server), or REDIS_URL',
  redisServer:
    'Redis servers of its own: Docker, or `redis-server` on the PATH (apt-get install redis-server)',
  openssl: 'openssl on the PATH: apt-get install openssl',
  chromium: 'Chromium: apt-get install chromium, or CHROMIUM_PATH=/path/to/chrome',
} as const;

export type Requirement = keyof typeof requirements;

const CHROMIUM_NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const CHROMIUM_ON_MACOS = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

/** The path of an executable, or undefined. */
export function findExecutable(name: string): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

/** The browser that e2e tests drive. */
export function findChromium(): string | undefined {
  const given = process.env['CHROMIUM_PATH'];
  if (given) return isExecutable(given) ? given : undefined;
  const onPath = CHROMIUM_NAMES.map(findExecutable).find((path) => path !== undefined);
  return onPath ?? (isExecutable(CHROMIUM_ON_MACOS) ? CHROMIUM_ON_MACOS : undefined);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function succeeds(command: string, ...args: string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore', timeout: 20_000 }).status === 0;
}

const docker = succeeds('docker', 'info') && succeeds('docker', 'compose', 'version');

/** What is here. Found out once for each test file, before its suites are collected. */
export const has: Readonly<Record<Requirement, boolean>> = {
  docker,
  redis: Boolean(process.env['REDIS_URL']) || docker || findExecutable('redis-server') !== undefined,
  redisServer: docker || findExecutable('redis-server') !== undefined,
  openssl: findExecutable('openssl') !== undefined,
  chromium: findChromium() !== undefined,
};

/** Whether a test can have Redis servers of its own, which it may kill. */
export const canRunRedis = docker || findExecutable('redis-server') !== undefined;
