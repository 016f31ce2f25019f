// What may befall the relay of the stack. Each is undone when it is disposed of.
import { poll } from './poll.ts';
import { compose, containersOf, docker, stack } from './stack.ts';

/** coturn is not running. */
export async function stoppedRelay(): Promise<AsyncDisposable> {
  await compose('stop', '--timeout', '0', 'turn');
  return { [Symbol.asyncDispose]: startRelay };
}

/** In the place of the relay, which must be stopped, one that has another secret than the nodes. */
export async function relayWithAnotherSecret(): Promise<AsyncDisposable> {
  const { Image: image } = await inspectRelay();
  const settings = { TURN_SECRET: 'not-the-secret-of-the-nodes', TURN_EXTERNAL_IP: '127.0.0.1' };
  const environment = Object.entries(settings).map(([name, value]) => `--env=${name}=${value}`);
  const ports = ['udp', 'tcp'].map((transport) => `--publish=${stack.turnPort}:3478/${transport}`);
  const id = (await docker('run', '--detach', '--init', ...environment, ...ports, image)).trim();
  const remove = async () => void (await docker('rm', '--force', '--volumes', id));
  try {
    const health = () => docker('inspect', '--format', '{{.State.Health.Status}}', id);
    await poll('the other relay is healthy', async () => (await health()).trim() === 'healthy', 30_000);
  } catch (error) {
    await remove();
    throw error;
  }
  return { [Symbol.asyncDispose]: remove };
}

/** A firewall drops UDP to the port that callers come in by. coturn's own health check stays inside and passes. */
export function droppedUdp(): Promise<AsyncDisposable> {
  return dropped('!', '--in-interface', 'lo', '--protocol', 'udp', '--destination-port', '3478');
}

/** A firewall drops whatever comes for a relayed address. */
export function closedRelayPorts(): Promise<AsyncDisposable> {
  const { min, max } = stack.relayPorts;
  return dropped('--protocol', 'udp', '--destination-port', `${min}:${max}`);
}

async function dropped(...packets: string[]): Promise<AsyncDisposable> {
  const [relay = ''] = await containersOf('turn');
  // The machine's own iptables, which Docker needs anyway, in the network of the container.
  const options = ['--privileged', `--network=container:${relay}`, '--volume=/:/machine:ro'];
  const iptables = (verb: string) =>
    inRelayImage(options, 'chroot', '/machine', 'iptables', verb, 'INPUT', ...packets, '--jump', 'DROP');
  await iptables('--insert');
  return { [Symbol.asyncDispose]: () => iptables('--delete') };
}

async function startRelay(): Promise<void> {
  await compose('up', '--detach', '--wait', '--no-deps', '--no-recreate', 'turn');
}

// coturn's image has a shell and is here in any case.
async function inRelayImage(options: string[], command: string, ...args: string[]): Promise<void> {
  const { Image: image } = await inspectRelay();
  await docker('run', '--rm', '--user=0', ...options, `--entrypoint=${command}`, image, ...args);
}

async function inspectRelay(): Promise<{ readonly Image: string }> {
  const id = (await compose('ps', '--all', '--quiet', 'turn')).trim();
  return JSON.parse(await docker('inspect', '--format', '{{json .}}', id)) as { Image: string };
}
