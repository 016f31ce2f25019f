// `make doctor` and `docker compose run --rm doctor` on the whole stack, and the probe that makes calls in it.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { poll } from '../support/poll.ts';
import { has } from '../support/requirements.ts';
import { compose, containersOf, docker, stack } from '../support/stack.ts';

const run = promisify(execFile);
const MAIN = fileURLToPath(new URL('../../services/doctor/src/main.ts', import.meta.url));
/** What a stack for one machine, with a certificate of its own, is warned of. */
const WARNINGS = ['certificate', 'turn tls', 'relay address'];

/** What a program printed; where it found a fault, that is what is worth reading. */
async function printed(running: Promise<string | { stdout: string }>): Promise<string> {
  try {
    const result = await running;
    return typeof result === 'string' ? result : result.stdout;
  } catch (error) {
    throw new Error((error as { stdout: string }).stdout, { cause: error });
  }
}

const checksIn = (output: string, mark: string) =>
  output
    .split('\n')
    .filter((line) => line.startsWith(`${mark} `))
    .map((line) => line.slice(9, 23).trim());

describe.skipIf(!has.docker)('the doctor of the stack', () => {
  it('finds it well from the host', async () => {
    const { port } = new URL(stack.http);
    const env = {
      PATH: process.env['PATH'],
      URL: stack.http,
      HTTP_PORT: new URL(stack.plainHttp).port,
      TURN_MIN_PORT: String(stack.relayPorts.min),
      TURN_MAX_PORT: String(stack.relayPorts.max),
    };
    const stdout = await printed(run(process.execPath, ['--conditions=parley:source', MAIN], { env }));
    expect(checksIn(stdout, 'FAULT')).toEqual([]);
    expect(checksIn(stdout, 'warning')).toEqual(WARNINGS);
    expect(checksIn(stdout, '-')).toEqual([]);
    expect(stdout).toContain(`http leads to https://localhost:${port}`);
    expect(stdout).toContain('peers on two nodes hear each other');
  });

  it('finds it well from a container, where it asks each node', async () => {
    const output = await printed(compose('run', '--rm', '--build', '--no-TTY', 'doctor'));
    expect(checksIn(output, 'FAULT')).toEqual([]);
    expect(checksIn(output, 'warning')).toEqual(WARNINGS);
    expect(checksIn(output, '-')).toEqual([]);
    expect(output).toContain('2 nodes ready');
    expect(output).toContain('peers on two nodes hear each other');
  });
});

describe.skipIf(!has.docker)('the probe of the stack', () => {
  let metrics = '';

  beforeAll(async () => {
    await compose('--profile', 'observability', 'up', '--detach', '--wait', '--no-recreate', 'probe');
    const [probe = ''] = await containersOf('probe');
    const script = "fetch('http://127.0.0.1:9465/metrics').then(async (r) => console.log(await r.text()))";
    await poll('a call came about', async () => {
      metrics = await docker('exec', probe, 'node', '--eval', script);
      return (
        metrics.includes('parley_probe_rounds_total{outcome="ok"} 1') && metrics.includes('certificate_days ')
      );
    });
  }, 60_000);

  // Other files look at what runs.
  afterAll(() => compose('--profile', 'observability', 'rm', '--stop', '--force', 'probe'));

  it('makes a call through different nodes, over a relay', () => {
    expect(metrics).toContain('parley_probe_up 1');
    expect(metrics).toContain('parley_probe_apart 1');
    for (const phase of ['join', 'meet', 'path', 'byte']) {
      expect(metrics).toMatch(new RegExp(`^parley_probe_phase_seconds{phase="${phase}"} [\\d.e-]+$`, 'm'));
    }
  });

  it.each(['udp', 'tcp', 'tls'])('allocates over %s', (transport) => {
    expect(metrics).toContain(`parley_probe_turn_up{transport="${transport}"} 1`);
  });

  it('tells nobody of the rooms and credentials that it used', async () => {
    const log = await compose('logs', '--no-color', 'probe');
    expect(log).toContain('probe started');
    expect(log).not.toMatch(/doctor-[0-9a-f]{8}-|candidate:|v=0|credential/);
  });
});
