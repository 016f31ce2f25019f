import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import closeWithGrace from 'close-with-grace';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { buildApp } from './app.ts';
import { ConfigError, readConfig } from './config/config.ts';
import type { Config } from './config/config.ts';
import { turnSecretFrom } from './ice/turn-secret.ts';
import { createLog } from './log.ts';
import { memoryStore, redisStore } from './store.ts';

// The process edge: everything that touches the environment, the listeners and signals stands here.

const CLOSE_MARGIN_MS = 5_000;

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const node = randomBytes(9).toString('base64url');
  const log = createLog(config.LOG_LEVEL, node);
  const store =
    config.REDIS_URL === undefined ? memoryStore(node, log) : redisStore(node, config.REDIS_URL, log);
  const turnSecret = renewableTurnSecret(config, log);
  const app = await buildApp(config, { node, version: readVersion(), store, log, turnSecret });
  // Whatever the promise was of, it failed by itself: the node is whole, and an end would throw every client out. After
  // an exception that nobody caught, on the other hand, something was left half done: clients are sent to other nodes.
  process.on('unhandledRejection', (error) => app.fault(error));
  closeWithGrace(
    { delay: config.DRAIN_TIMEOUT_MS + CLOSE_MARGIN_MS, logger: log, skip: ['unhandledRejection'] },
    async ({ err, signal }) => {
      if (err) log.fatal({ err }, 'stopping after a fault');
      else log.info({ signal }, 'stopping');
      await app.close();
      log.info('stopped');
    },
  );
  await listen(app.operatorApp, config.HOST, config.METRICS_PORT, 'METRICS_PORT');
  const address = await listen(app.publicApp, config.HOST, config.PORT, 'PORT');
  log.info({ store: store.kind }, 'node started');
  if (config.WEB_ROOT !== undefined) invite(config, address);
}

/** Undefined where there is no secret, or none that can change. */
function renewableTurnSecret({ TURN_SECRET }: Config, log: Logger): (() => string) | undefined {
  const file = process.env['TURN_SECRET_FILE'];
  return file && TURN_SECRET !== undefined ? turnSecretFrom(file, TURN_SECRET, { log }) : undefined;
}

async function listen(
  app: FastifyInstance,
  host: string,
  port: number,
  setting: keyof Config,
): Promise<string> {
  try {
    return await app.listen({
      host,
      port,
      listenTextResolver: (address) => `listening for ${setting} at ${address}`,
    });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EADDRINUSE') {
      throw new ConfigError([
        `${setting}: ${port} is taken; stop what uses it, or set ${setting} to another port`,
      ]);
    }
    if (code === 'EACCES')
      throw new ConfigError([`${setting}: ${port} needs more rights; use a port above 1023`]);
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
      throw new ConfigError([`HOST: ${host} is no address of this machine`]);
    }
    throw error;
  }
}

function invite(config: Config, address: string): void {
  // Cameras work on localhost and on HTTPS only, so that is the address to give, whatever it listens on.
  const port = config.PORT === 0 ? new URL(address).port : config.PORT;
  process.stdout.write(`\n  Parley is running. Open http://localhost:${port} in two windows.\n\n`);
}

function readVersion(): string {
  const file: unknown = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  return typeof file === 'object' && file !== null && 'version' in file ? String(file.version) : 'unknown';
}

try {
  await main();
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  process.stderr.write(`Parley did not start: ${error.message}\n`);
  process.exit(1);
}
