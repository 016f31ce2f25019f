// What the stack's init service makes, in volumes of a test's own.
import { READERS_GID, buildImage, docker, endedRun, randomName } from './containers.ts';

const IMAGE = 'parley-test-init';

export interface Run {
  readonly exitCode: number;
  readonly output: string;
}

export interface InitVolumes extends AsyncDisposable {
  /** As docker mounts it: `source:target:ro`. */
  readonly tls: string;
  readonly secrets: string;
  /** Runs init once more, as `docker compose run --rm init ARGUMENT` does. */
  again(...args: string[]): Promise<void>;
  /** Runs init with these settings and files of the operator; its exit code and what it said. */
  start(settings: Readonly<Record<string, string>>, operator?: string): Promise<Run>;
  /** What the file with the secrets holds. */
  secretLines(): Promise<string[]>;
  /** Runs a command over the volumes, at `/run/tls` and `/run/secrets`. */
  shell(command: string): Promise<string>;
}

/** Certificate and TURN secret, made by our own init image. */
export async function initVolumes(): Promise<InitVolumes> {
  await buildImage(IMAGE, 'infra/init');
  const [tls, secrets] = [randomName(), randomName()];
  const volumes = [`--volume=${tls}:/run/tls`, `--volume=${secrets}:/run/secrets`];
  const options = [...volumes, '--tmpfs=/run/login', '--tmpfs=/run/join', `--env=READERS_GID=${READERS_GID}`];
  const inInit = (...command: string[]) => docker('run', '--rm', ...options, ...command);
  const shell = (command: string) => inInit('--entrypoint=sh', IMAGE, '-c', command);
  const dispose = async () => void (await docker('volume', 'rm', '--force', tls, secrets));
  try {
    await inInit(IMAGE);
  } catch (error) {
    await dispose();
    throw error;
  }
  return {
    tls: `${tls}:/run/tls:ro`,
    secrets: `${secrets}:/run/secrets:ro`,
    again: async (...args) => void (await inInit(IMAGE, ...args)),
    start: (settings, operator) => {
      const given = Object.entries(settings).map(([name, value]) => `--env=${name}=${value}`);
      const mount = operator === undefined ? [] : [`--volume=${operator}:/operator:ro`];
      return endedRun(...options, ...given, ...mount, IMAGE);
    },
    secretLines: async () => (await shell('cat /run/secrets/turn_secret')).trim().split('\n'),
    shell,
    [Symbol.asyncDispose]: dispose,
  };
}
