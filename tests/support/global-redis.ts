import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { GenericContainer, Wait } from 'testcontainers';
import type { TestProject } from 'vitest/node';
import { answers } from './redis-host.ts';
import { limitedUser } from './redis-rights.ts';
import { reservePort } from './reserve-port.ts';
import { findExecutable, has } from './requirements.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /**
     * A real Redis for the run, as the user that the stack's nodes are; suites keep apart by a key prefix that begins with
     * `test`. Undefined where there is none.
     */
    redisUrl: string | undefined;
    /** The same, as a user that may do all. */
    redisAdminUrl: string | undefined;
  }
}

/** One Redis for the whole run: REDIS_URL, or a container, or a redis-server of this machine. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env['REDIS_URL'];
  if (given) {
    project.provide('redisUrl', given);
    project.provide('redisAdminUrl', given);
    return async () => {};
  }
  const { url, stop } = await start();
  project.provide('redisAdminUrl', url);
  project.provide('redisUrl', url && (await limitedUser(url)));
  return stop;
}

async function start(): Promise<{ url: string | undefined; stop: () => Promise<void> }> {
  if (has.docker) return startContainer();
  const server = findExecutable('redis-server');
  return server ? startServer(server) : { url: undefined, stop: async () => {} };
}

async function startContainer() {
  const container = await new GenericContainer('redis:8')
    .withCommand(['redis-server', '--save', '', '--appendonly', 'no'])
    .withExposedPorts(6379)
    .withWaitStrategy(Wait.forLogMessage(/Ready to accept connections/))
    .start();
  return {
    url: `redis://${container.getHost()}:${container.getMappedPort(6379)}`,
    stop: async () => {
      await container.stop();
    },
  };
}

async function startServer(path: string) {
  const port = await reservePort();
  const server = spawn(path, ['--port', String(port), '--save', '', '--appendonly', 'no'], {
    stdio: 'ignore',
  });
  const url = `redis://127.0.0.1:${port}`;
  await answers(url);
  return {
    url,
    stop: async () => {
      const exited = once(server, 'exit');
      server.kill();
      await exited;
    },
  };
}
