import { buildApp } from '@parley/signaling/app';
import { readConfig } from '@parley/signaling/config/config';
import { createLog } from '@parley/signaling/log';
import { memoryStore, redisStore } from '@parley/signaling/store';
import type { Store } from '@parley/signaling/store';
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { poll } from './poll.ts';
import type { Target } from './test-client.ts';

export interface RunningNode extends AsyncDisposable, Target {
  readonly id: string;
  readonly http: string;
  readonly operator: string;
  /** Every line the node logged. */
  readonly log: readonly string[];
  readonly store: Store;
  close(): Promise<void>;
}

export interface NodeOptions {
  /** Settings as in the environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Where its rooms are; without it memory of its own. */
  readonly redis?: { readonly url: string; readonly prefix: string };
  /** Puts something between the node and its store: a part that fails once, for one. */
  readonly wrapStore?: (store: Store) => Store;
  /** Called with each line before it counts as logged; may throw, as a log can. */
  readonly onLine?: (line: string) => void;
}

let count = 0;

/** A real node of this process, on ports of its own. */
export async function startNode({
  env = {},
  redis,
  wrapStore = (store) => store,
  onLine = () => {},
}: NodeOptions = {}): Promise<RunningNode> {
  const config = readConfig({
    HOST: '127.0.0.1',
    PORT: '0',
    METRICS_PORT: '0',
    DRAIN_TIMEOUT_MS: '0',
    ...env,
  });
  count += 1;
  const id = `node-${process.pid}-${count}`;
  const lines: string[] = [];
  const log = createLog(env['LOG_LEVEL'] ?? 'debug', id, {
    write(line) {
      onLine(line);
      lines.push(line);
    },
  });
  const store = wrapStore(redis ? redisStore(id, redis.url, log, redis.prefix) : memoryStore(id, log));
  const app = await buildApp(config, { node: id, version: '0.0.0-test', store, log });
  const http = await listen(app.publicApp);
  const operator = await listen(app.operatorApp);
  let closing: Promise<void> | undefined;
  const close = () => (closing ??= app.close());
  return {
    id,
    url: `${http.replace('http', 'ws')}/ws`,
    http,
    operator,
    log: lines,
    store,
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** Starts a node and waits until it takes clients. */
export async function startReadyNode(options: NodeOptions = {}): Promise<RunningNode> {
  const node = await startNode(options);
  await poll('the node is ready', () => node.store.notReady() === undefined);
  return node;
}

async function listen(app: FastifyInstance): Promise<string> {
  await app.listen({ host: '127.0.0.1', port: 0 });
  // A TCP listener's address is an object.
  const { port } = app.server.address() as AddressInfo;
  return `http://127.0.0.1:${port}`;
}
