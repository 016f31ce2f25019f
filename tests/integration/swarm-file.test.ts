// What `make swarm` would deploy, once Docker's own reader of stacks has taken it.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import * as z from 'zod';
import { beforeAll, describe, expect, it } from 'vitest';
import { has } from '../support/requirements.ts';

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const LARGEST_OUTPUT = 16 * 1024 * 1024;

const serviceSchema = z.object({
  image: z.string(),
  read_only: z.boolean(),
  cap_drop: z.array(z.string()),
  cap_add: z.array(z.string()).default([]),
  user: z.string().optional(),
  ports: z.array(z.object({ mode: z.string() })).default([]),
  secrets: z.array(z.object({ source: z.string(), mode: z.number() })).default([]),
  volumes: z.array(z.object({ type: z.string(), source: z.string().optional() })).default([]),
  deploy: z.object({
    endpoint_mode: z.string(),
    update_config: z.object({ order: z.string(), failure_action: z.string() }),
    resources: z.object({ limits: z.object({ memory: z.string(), pids: z.number() }) }),
  }),
});
const stackSchema = z.object({
  services: z.record(z.string(), serviceSchema),
  secrets: z.record(z.string(), z.object({ external: z.boolean() })),
});

describe.skipIf(!has.docker)('the stack of a swarm', () => {
  let stack: z.output<typeof stackSchema>;

  beforeAll(async () => {
    const { stdout } = await run(
      'bash',
      ['-c', 'set -o pipefail; scripts/swarm.sh config | docker stack config --compose-file -'],
      { cwd: ROOT, maxBuffer: LARGEST_OUTPUT },
    );
    stack = stackSchema.parse(parse(stdout));
  });

  const services = () => Object.entries(stack.services);
  const where = (holds: (service: z.output<typeof serviceSchema>) => boolean) =>
    services().flatMap(([name, one]) => (holds(one) ? [name] : []));

  it('has the services of docker-compose.yml, shut in as there', () => {
    expect(where(() => true).toSorted()).toEqual(['nginx', 'redis', 'signaling', 'turn', 'web']);
    for (const [name, one] of services()) {
      expect.soft(one, name).toMatchObject({ read_only: true, cap_drop: ['ALL'] });
      expect.soft(one.cap_add, name).toEqual(name === 'turn' ? ['NET_BIND_SERVICE'] : []);
      expect.soft(one.deploy.resources.limits.pids, name).toBeLessThanOrEqual(512);
    }
  });

  it('starts new ones first where two can be, and takes back what does not become healthy', () => {
    expect(where(({ deploy }) => deploy.update_config.order === 'start-first')).toEqual(['signaling', 'web']);
    expect(where(({ deploy }) => deploy.update_config.failure_action !== 'rollback')).toEqual([]);
  });

  it('shows nginx each node by itself, and nginx and coturn who calls', () => {
    expect(where(({ deploy }) => deploy.endpoint_mode !== 'dnsrr')).toEqual([]);
    expect(where(({ ports }) => ports.length > 0)).toEqual(['nginx', 'turn']);
    expect(where(({ ports }) => ports.some(({ mode }) => mode !== 'host'))).toEqual([]);
  });

  it('gives secrets of the swarm to the group of their readers, where they are read and nowhere else', () => {
    const reading = (secret: string) =>
      where(({ secrets }) => secrets.some(({ source }) => source === secret));
    expect(reading('turn_secret')).toEqual(['signaling', 'turn']);
    expect(reading('redis_url')).toEqual(['signaling']);
    expect(reading('redis_password')).toEqual(['redis']);
    expect(reading('tls_key')).toEqual(['nginx', 'turn']);
    expect(where(({ secrets }) => secrets.some(({ mode }) => mode !== 0o440))).toEqual([]);
    expect(where(({ secrets, user }) => secrets.length > 0 && !/^[1-9]\d*:4700$/.test(user ?? ''))).toEqual(
      [],
    );
    expect(Object.values(stack.secrets).filter(({ external }) => !external)).toEqual([]);
  });

  it('keeps nothing on a machine: what is written is memory', () => {
    const kept = services().flatMap(([, { volumes }]) =>
      volumes.flatMap(({ type, source }) => (type === 'tmpfs' ? [] : [source])),
    );
    expect(new Set(kept)).toEqual(new Set(['nginx-conf', 'turn-run']));
  });
});
