// What the stack's init service makes, in volumes of a test's own.
import { READERS_GID, buildImage, docker, randomName } from './containers.ts';

const IMAGE = 'parley-test-init';

export interface InitVolumes extends AsyncDisposable {
  /** As docker mounts it: `source:target:ro`. */
  readonly tls: string;
  readonly secrets: string;
  /** Runs init once more, as `docker compose run --rm init ARGUMENT` does. */
  again(...args: string[]): Promise<void>;
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
  await inInit(IMAGE);
  return {
    tls: `${tls}:/run/tls:ro`,
    secrets: `${secrets}:/run/secrets:ro`,
    again: async (...args) => void (await inInit(IMAGE, ...args)),
    secretLines: async () => (await shell('cat /run/secrets/turn_secret')).trim().split('\n'),
    shell,
    [Symbol.asyncDispose]: async () => void (await docker('volume', 'rm', tls, secrets)),
  };
}
