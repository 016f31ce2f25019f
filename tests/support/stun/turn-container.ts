// Our coturn image in a container of its own, shut in as Compose shuts it in.
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { TransportAddress } from '@parley/doctor/stun/xor-address';

const run = promisify(execFile);
const IMAGE = 'parley-test-turn';
const INIT_IMAGE = 'parley-test-init';
const STARTUP_DEADLINE_MS = 60_000;
const READERS_GID = '4700';
const CONFINEMENT = [
  '--init',
  '--read-only',
  '--cap-drop=ALL',
  '--cap-add=NET_BIND_SERVICE',
  '--security-opt=no-new-privileges',
  '--tmpfs=/run/turn:uid=65534,gid=65534,mode=0700',
  '--tmpfs=/var/lib/coturn',
];
// Quicker to a verdict than the image's own.
const HEALTH = ['--health-start-period=10s', '--health-interval=1s', '--health-retries=2'];

export type Environment = Readonly<Record<string, string>>;

/** A volume with the certificate that the stack makes itself. */
export interface CertificateVolume extends AsyncDisposable {
  readonly mount: string;
  /** Turns the certificate into what no TLS library takes. */
  spoil(): Promise<void>;
}

export interface TurnContainer extends AsyncDisposable {
  readonly udp: TransportAddress;
  readonly tls: TransportAddress;
  /** The address from which Docker's bridge hands on a packet of this machine. */
  readonly gateway: string;
  exec(...command: string[]): Promise<string>;
  logs(): Promise<string>;
}

export async function buildTurnImage(): Promise<void> {
  await build(IMAGE, '../../../services/turn');
}

/**
 * Healthy when this resolves. `mounts` are docker's own, `source:target:ro`; `udpPort` is where it is found on this
 * machine, any free one without it.
 */
export async function startTurn(
  environment: Environment,
  mounts: string[] = [],
  udpPort?: number,
): Promise<TurnContainer> {
  const name = randomName();
  const dispose = async (): Promise<void> => {
    await run('docker', ['rm', '--force', '--volumes', name]);
  };
  const ports = [`--publish=127.0.0.1:${udpPort ?? ''}:3478/udp`, '--publish=127.0.0.1::5349/tcp'];
  const volumes = [`--group-add=${READERS_GID}`, ...mounts.map((mount) => `--volume=${mount}`)];
  const options = [...CONFINEMENT, ...HEALTH, ...ports, ...volumes, ...settings(environment)];
  await run('docker', ['run', '--detach', `--name=${name}`, ...options, IMAGE]);
  try {
    await healthy(name);
    return {
      udp: await published(name, '3478/udp'),
      tls: await published(name, '5349/tcp'),
      gateway: await inspect(name, '{{range .NetworkSettings.Networks}}{{.Gateway}}{{end}}'),
      exec: async (...command) => (await run('docker', ['exec', name, ...command])).stdout,
      logs: () => logs(name),
      [Symbol.asyncDispose]: dispose,
    };
  } catch (cause) {
    const said = await logs(name);
    await dispose();
    throw new Error(`coturn did not become healthy; its log:\n${said}`, { cause });
  }
}

/** Made by the stack's own init service. */
export async function makeCertificate(): Promise<CertificateVolume> {
  await build(INIT_IMAGE, '../../../infra/init');
  const volume = randomName();
  const inInit = (...command: string[]): Promise<unknown> =>
    run('docker', ['run', '--rm', `--volume=${volume}:/run/tls`, '--tmpfs=/run/secrets', ...command]);
  await inInit(`--env=READERS_GID=${READERS_GID}`, INIT_IMAGE);
  return {
    mount: `${volume}:/run/tls:ro`,
    spoil: async () => {
      await inInit('--entrypoint=sh', INIT_IMAGE, '-c', 'echo spoilt >/run/tls/tls.crt');
    },
    [Symbol.asyncDispose]: async () => {
      await run('docker', ['volume', 'rm', volume]);
    },
  };
}

/** A start that should be refused: its exit code and what it said. */
export async function refusedStart(environment: Environment): Promise<{ exitCode: number; output: string }> {
  try {
    const { stdout } = await run('docker', ['run', '--rm', ...settings(environment), IMAGE], {
      timeout: 20_000,
    });
    return { exitCode: 0, output: stdout };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { exitCode: code, output: stdout + stderr };
  }
}

async function build(tag: string, context: string): Promise<void> {
  const folder = fileURLToPath(new URL(context, import.meta.url));
  await run('docker', ['build', '--quiet', '--tag', tag, folder]);
}

function randomName(): string {
  return `parley-test-turn-${randomBytes(6).toString('hex')}`;
}

function settings(environment: Environment): string[] {
  return Object.entries(environment).map(([key, value]) => `--env=${key}=${value}`);
}

async function logs(name: string): Promise<string> {
  const { stdout, stderr } = await run('docker', ['logs', name]);
  return stdout + stderr;
}

async function inspect(name: string, format: string): Promise<string> {
  return (await run('docker', ['inspect', '--format', format, name])).stdout.trim();
}

async function published(name: string, port: string): Promise<TransportAddress> {
  const { stdout } = await run('docker', ['port', name, port]);
  const [address = '', number = ''] = stdout.trim().split(':');
  return { address, port: Number(number) };
}

async function healthy(name: string): Promise<void> {
  const deadline = Date.now() + STARTUP_DEADLINE_MS;
  for (;;) {
    const state = await inspect(name, '{{.State.Status}} {{.State.Health.Status}}');
    if (state === 'running healthy') return;
    if (/exited|unhealthy/.test(state) || Date.now() > deadline) throw new Error(`container is ${state}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
