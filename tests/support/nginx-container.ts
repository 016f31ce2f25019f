// Our nginx image in a container of its own, before nodes that take a request and never answer it.
import { request } from 'node:https';
import type { IncomingMessage } from 'node:http';
import {
  READERS_GID,
  buildImage,
  docker,
  endedRun,
  healthy,
  publishedPort,
  randomName,
} from './containers.ts';

const IMAGE = 'parley-test-nginx';
const MUTE_NODE = "require('node:net').createServer(() => {}).listen(8080)";
// For a test that plays callers of many addresses: nginx takes the caller's from this header.
export const ADDRESS_HEADER = 'x-test-address';
const BELIEVED = `set_real_ip_from 0.0.0.0/0; real_ip_header ${ADDRESS_HEADER};`;
// As in docker-compose.yml, but for the places that a test writes to.
const CONFINEMENT = ['--cap-drop=ALL', '--security-opt=no-new-privileges', '--tmpfs=/tmp'];
const HEALTH = ['--health-start-period=10s', '--health-interval=1s'];

export type Environment = Readonly<Record<string, string>>;

export interface NginxContainer extends AsyncDisposable {
  readonly port: number;
  /** The answer to a GET, as a caller of that address. Rejects where there is none. */
  get(
    path: string,
    options?: { readonly from?: string; readonly signal?: AbortSignal },
  ): Promise<IncomingMessage>;
  exec(...command: string[]): Promise<string>;
}

export async function buildNginxImage(): Promise<void> {
  await buildImage(IMAGE, 'infra/nginx');
}

/** Healthy when this resolves. `tls` is a mount of the certificate's volume. */
export async function startNginx(environment: Environment, tls: string): Promise<NginxContainer> {
  const [network, node, name] = [randomName(), randomName(), randomName()];
  const dispose = async (): Promise<void> => {
    await docker('rm', '--force', '--volumes', name, node);
    await docker('network', 'rm', network);
  };
  await docker('network', 'create', network);
  try {
    const place = `--network=${network}`;
    const mute = ['--init', '--network-alias=signaling', 'node:24-slim', 'node', '--eval', MUTE_NODE];
    await docker('run', '--detach', `--name=${node}`, place, ...mute);
    const volumes = [`--volume=${tls}`, `--group-add=${READERS_GID}`];
    const settings = Object.entries(environment).map(([key, value]) => `--env=${key}=${value}`);
    const options = [
      ...CONFINEMENT,
      ...HEALTH,
      ...volumes,
      ...settings,
      '--init',
      '--publish=127.0.0.1::8443',
    ];
    const start = `echo '${BELIEVED}' >/etc/nginx/conf.d/test.conf; exec entrypoint.sh nginx -g 'daemon off;'`;
    await docker(
      'run',
      '--detach',
      `--name=${name}`,
      place,
      ...options,
      '--entrypoint=sh',
      IMAGE,
      '-c',
      start,
    );
    await healthy(name);
    const { port } = await publishedPort(name, '8443/tcp');
    return {
      port,
      get: (path, question) => get(port, path, question),
      exec: (...command) => docker('exec', name, ...command),
      [Symbol.asyncDispose]: dispose,
    };
  } catch (error) {
    await dispose();
    throw error;
  }
}

/** A start that should be refused: its exit code and what it said. */
export function refusedStart(environment: Environment): Promise<{ exitCode: number; output: string }> {
  return endedRun(...Object.entries(environment).map(([key, value]) => `--env=${key}=${value}`), IMAGE);
}

function get(
  port: number,
  path: string,
  { from, signal }: { readonly from?: string; readonly signal?: AbortSignal } = {},
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const headers = from === undefined ? {} : { [ADDRESS_HEADER]: from };
    const options = {
      port,
      path,
      headers,
      rejectUnauthorized: false,
      agent: false,
      ...(signal ? { signal } : {}),
    };
    const question = request({ host: '127.0.0.1', ...options }, (answer) => {
      answer.resume();
      resolve(answer);
    });
    question.on('error', reject);
    question.end();
  });
}
