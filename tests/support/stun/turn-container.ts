// Our coturn image in a container of its own, shut in as Compose shuts it in.
import type { TransportAddress } from '@parley/doctor/stun/xor-address';
import {
  READERS_GID,
  buildImage,
  docker,
  endedRun,
  healthy,
  inspect,
  logsOf,
  publishedPort,
  randomName,
} from '../containers.ts';

const IMAGE = 'parley-test-turn';
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

export interface TurnContainer extends AsyncDisposable {
  readonly udp: TransportAddress;
  readonly tls: TransportAddress;
  readonly name: string;
  /** The address from which Docker's bridge hands on a packet of this machine. */
  readonly gateway: string;
  exec(...command: string[]): Promise<string>;
  logs(): Promise<string>;
}

export async function buildTurnImage(): Promise<void> {
  await buildImage(IMAGE, 'services/turn');
}

export interface TurnOptions {
  /** docker's own, `source:target:ro`. */
  readonly mounts?: readonly string[];
  /** Where it is found on this machine; any free one without it. */
  readonly udpPort?: number;
  /** Relays over IPv6 too, from the container's loopback: enough to be asked for permissions. */
  readonly ipv6?: boolean;
}

/** Healthy when this resolves. */
export async function startTurn(
  environment: Environment,
  { mounts = [], udpPort, ipv6 = false }: TurnOptions = {},
): Promise<TurnContainer> {
  const name = randomName();
  const dispose = async (): Promise<void> => {
    await docker('rm', '--force', '--volumes', name);
  };
  const ports = [`--publish=127.0.0.1:${udpPort ?? ''}:3478/udp`, '--publish=127.0.0.1::5349/tcp'];
  const volumes = [`--group-add=${READERS_GID}`, ...mounts.map((mount) => `--volume=${mount}`)];
  const sysctls = ipv6 ? ['--sysctl=net.ipv6.conf.all.disable_ipv6=0'] : [];
  const options = [...CONFINEMENT, ...HEALTH, ...ports, ...volumes, ...sysctls, ...settings(environment)];
  const args = ipv6 ? ['--relay-ip=::1'] : [];
  await docker('run', '--detach', `--name=${name}`, ...options, IMAGE, ...args);
  try {
    await healthy(name);
    return {
      name,
      udp: await publishedPort(name, '3478/udp'),
      tls: await publishedPort(name, '5349/tcp'),
      gateway: await inspect(name, '{{range .NetworkSettings.Networks}}{{.Gateway}}{{end}}'),
      exec: (...command) => docker('exec', name, ...command),
      logs: () => logsOf(name),
      [Symbol.asyncDispose]: dispose,
    };
  } catch (cause) {
    const said = await logsOf(name);
    await dispose();
    throw new Error(`coturn did not become healthy; its log:\n${said}`, { cause });
  }
}

/** A start that should be refused: its exit code and what it said. */
export async function refusedStart(
  environment: Environment,
  mounts: readonly string[] = [],
): Promise<{ exitCode: number; output: string }> {
  const volumes = mounts.map((mount) => `--volume=${mount}`);
  return endedRun(...volumes, ...settings(environment), IMAGE);
}

function settings(environment: Environment): string[] {
  return Object.entries(environment).map(([key, value]) => `--env=${key}=${value}`);
}
