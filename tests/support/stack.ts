// The Compose stack of the e2e run, apart from any other on this machine: a project and ports of its own.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { ProtocolTarget } from '../protocol/protocol-suite.ts';

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PROJECT = 'parley-e2e';
const LARGEST_OUTPUT = 64 * 1024 * 1024;

// Below the range from which Linux takes ports by itself, so that no passing socket holds one of them.
const PORTS = {
  https: 20_443,
  http: 20_080,
  turn: 20_478,
  turnTls: 20_349,
  relayMin: 21_000,
  relayMax: 21_099,
};

export interface Stack extends ProtocolTarget {
  /** The address that only redirects. */
  readonly plainHttp: string;
  readonly turnPort: number;
  readonly relayPorts: { readonly min: number; readonly max: number };
}

export const stack: Stack = {
  url: `wss://localhost:${PORTS.https}/ws`,
  http: `https://localhost:${PORTS.https}`,
  selfSigned: true,
  plainHttp: `http://localhost:${PORTS.http}`,
  turnPort: PORTS.turn,
  relayPorts: { min: PORTS.relayMin, max: PORTS.relayMax },
};

/** `docker compose` on this stack; gives what it printed. */
export async function compose(...args: string[]): Promise<string> {
  // Neither a file .env nor an override of this machine's own stack counts.
  const files = ['--env-file', '/dev/null', '--file', 'docker-compose.yml', '--project-name', PROJECT];
  return docker('compose', ...files, ...args);
}

export async function docker(...args: string[]): Promise<string> {
  const { stdout } = await run('docker', args, { cwd: ROOT, env: environment(), maxBuffer: LARGEST_OUTPUT });
  return stdout;
}

/** Brings the signaling nodes to a number, and waits until all of them are ready. Builds nothing. */
export async function scaleSignaling(count: number): Promise<void> {
  await compose('up', '--detach', '--wait', '--no-recreate', '--scale', `signaling=${count}`);
}

/** The ids of a service's running containers. */
export async function containersOf(service: string): Promise<string[]> {
  const ids = await compose('ps', '--quiet', '--status', 'running', service);
  return ids.split('\n').filter((id) => id !== '');
}

/** What a signaling container tells the operator, in Prometheus's format. */
export async function metricsOf(container: string): Promise<string> {
  const script = "fetch('http://127.0.0.1:9464/metrics').then(async (r) => console.log(await r.text()))";
  return docker('exec', container, 'node', '--eval', script);
}

/** The container in which a node runs, by the name that it gives in `joined`. */
export async function containerOfNode(node: string): Promise<string> {
  for (const container of await containersOf('signaling')) {
    if ((await metricsOf(container)).includes(`node="${node}"`)) return container;
  }
  throw new Error(`no container runs the node ${node}`);
}

function environment(): NodeJS.ProcessEnv {
  const kept = /^(PATH|HOME|USER|TMPDIR|SSH_AUTH_SOCK|DOCKER_.*|BUILDKIT_.*|BUILDX_.*|(https?|no)_proxy)$/i;
  const own = Object.entries(process.env).filter(([name]) => kept.test(name));
  return {
    ...Object.fromEntries(own),
    // A stopped node has its clients gone in so long; they have somewhere to go.
    DRAIN_TIMEOUT_MS: '3000',
    HTTPS_PORT: String(PORTS.https),
    HTTP_PORT: String(PORTS.http),
    TURN_PORT: String(PORTS.turn),
    TURN_TLS_PORT: String(PORTS.turnTls),
    TURN_MIN_PORT: String(PORTS.relayMin),
    TURN_MAX_PORT: String(PORTS.relayMax),
  };
}
