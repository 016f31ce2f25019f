// A Compose stack of the tests' own, apart from any other on this machine: a project and ports of its own.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { ProtocolTarget } from '../protocol/check.ts';

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const LARGEST_OUTPUT = 64 * 1024 * 1024;

export interface StackPorts {
  readonly https: number;
  readonly http: number;
  readonly turn: number;
  readonly turnTls: number;
  readonly relayMin: number;
  readonly relayMax: number;
}

export interface StackOptions {
  readonly project: string;
  readonly ports: StackPorts;
  /** Settings of the nodes, as the operator would give them. */
  readonly env: Readonly<Record<string, string>>;
}

export interface Stack extends ProtocolTarget {
  /** The address that only redirects. */
  readonly plainHttp: string;
  readonly turnPort: number;
  readonly relayPorts: { readonly min: number; readonly max: number };
}

export interface ComposeStack {
  readonly stack: Stack;
  /** `docker compose` on this stack; gives what it printed. */
  readonly compose: (...args: string[]) => Promise<string>;
  readonly docker: (...args: string[]) => Promise<string>;
  /** A script of the operator's, on this stack. */
  readonly runScript: (file: string) => Promise<string>;
  /** Brings the signaling nodes to a number, and waits until all of them are ready. Builds nothing. */
  readonly scaleSignaling: (count: number) => Promise<void>;
  /** The ids of a service's running containers. */
  readonly containersOf: (service: string) => Promise<string[]>;
  /** What a signaling container tells the operator, in Prometheus's format. */
  readonly metricsOf: (container: string) => Promise<string>;
  /** What the stack's Redis answers to the user that the nodes are. */
  readonly redisCli: (...command: string[]) => Promise<string>;
  /** The container in which a node runs, by the name that it gives in `joined`. */
  readonly containerOfNode: (node: string) => Promise<string>;
  /** Builds it from the sources as they are, and starts it with so many signaling nodes. */
  readonly up: (signaling: number) => Promise<void>;
  /** Removes all of it, its volumes too. */
  readonly down: () => Promise<void>;
}

/** Knows a stack; starts nothing by itself. */
export function composeStack(options: StackOptions): ComposeStack {
  const { ports, project } = options;
  const docker = async (...args: string[]) => {
    const env = environment(options);
    const { stdout } = await run('docker', args, { cwd: ROOT, env, maxBuffer: LARGEST_OUTPUT });
    return stdout;
  };
  // Neither a file .env nor an override of this machine's own stack counts.
  const files = ['--env-file', '/dev/null', '--file', 'docker-compose.yml', '--project-name', project];
  const compose = (...args: string[]) => docker('compose', ...files, ...args);
  const runScript = async (file: string) => {
    const own = {
      COMPOSE_PROJECT_NAME: project,
      COMPOSE_ENV_FILES: '/dev/null',
      COMPOSE_FILE: 'docker-compose.yml',
    };
    const { stdout } = await run(`${ROOT}${file}`, [], {
      cwd: ROOT,
      env: { ...environment(options), ...own },
    });
    return stdout;
  };
  const containersOf = async (service: string) => {
    const ids = await compose('ps', '--quiet', '--status', 'running', service);
    return ids.split('\n').filter((id) => id !== '');
  };
  const metricsOf = (container: string) => {
    const script = "fetch('http://127.0.0.1:9464/metrics').then(async (r) => console.log(await r.text()))";
    return docker('exec', container, 'node', '--eval', script);
  };
  const redisCli = async (...command: string[]) => {
    const [redis = ''] = await containersOf('redis');
    const login = '--user parley --pass "$(cat /run/login/redis_password)" --no-auth-warning';
    return docker('exec', redis, 'sh', '-c', `redis-cli ${login} "$@"`, 'sh', ...command);
  };
  // Nobody is in a call any more: no need to wait for a drain.
  const down = async () =>
    void (await compose('--profile', '*', 'down', '--volumes', '--remove-orphans', '--timeout', '1'));
  return {
    stack: addresses(ports),
    compose,
    docker,
    runScript,
    containersOf,
    metricsOf,
    redisCli,
    down,
    async scaleSignaling(count) {
      await compose('up', '--detach', '--wait', '--no-recreate', '--scale', `signaling=${count}`);
    },
    async containerOfNode(node) {
      for (const container of await containersOf('signaling')) {
        if ((await metricsOf(container)).includes(`node="${node}"`)) return container;
      }
      throw new Error(`no container runs the node ${node}`);
    },
    async up(signaling) {
      await down(); // what a run that was killed left behind
      try {
        await compose('up', '--build', '--detach', '--wait', '--scale', `signaling=${signaling}`);
      } catch (cause) {
        const logs = await compose('logs', '--no-color', '--tail', '40');
        await down();
        throw new Error(`the stack did not come up; its log:\n${logs}`, { cause });
      }
    },
  };
}

function addresses(ports: StackPorts): Stack {
  return {
    url: `wss://localhost:${ports.https}/ws`,
    http: `https://localhost:${ports.https}`,
    selfSigned: true,
    plainHttp: `http://localhost:${ports.http}`,
    turnPort: ports.turn,
    relayPorts: { min: ports.relayMin, max: ports.relayMax },
  };
}

function environment({ ports, env }: StackOptions): NodeJS.ProcessEnv {
  const kept = /^(PATH|HOME|USER|TMPDIR|SSH_AUTH_SOCK|DOCKER_.*|BUILDKIT_.*|BUILDX_.*|(https?|no)_proxy)$/i;
  const own = Object.entries(process.env).filter(([name]) => kept.test(name));
  return {
    ...Object.fromEntries(own),
    ...env,
    HTTPS_PORT: String(ports.https),
    HTTP_PORT: String(ports.http),
    TURN_PORT: String(ports.turn),
    TURN_TLS_PORT: String(ports.turnTls),
    TURN_MIN_PORT: String(ports.relayMin),
    TURN_MAX_PORT: String(ports.relayMax),
  };
}
