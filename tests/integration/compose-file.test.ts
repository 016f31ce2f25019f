// What docker-compose.yml says of every service, profiles too, once Compose has read it.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { beforeAll, describe, expect, it } from 'vitest';
import { docker } from '../support/containers.ts';
import { has } from '../support/requirements.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const networks = z.record(z.string(), z.unknown()).default({});
const serviceSchema = z.object({
  read_only: z.boolean().default(false),
  privileged: z.boolean().default(false),
  network_mode: z.string().optional(),
  user: z.string().optional(),
  cap_drop: z.array(z.string()).default([]),
  cap_add: z.array(z.string()).default([]),
  security_opt: z.array(z.string()).default([]),
  logging: z.object({ options: z.record(z.string(), z.string()) }).optional(),
  deploy: z.object({ resources: z.object({ limits: z.object({ memory: z.string(), pids: z.number() }) }) }),
  ports: z.array(z.object({ host_ip: z.string().optional() })).default([]),
  environment: z.record(z.string(), z.string().nullable()).default({}),
  volumes: z.array(z.object({ source: z.string().optional() })).default([]),
  networks,
});
const fileSchema = z.object({
  services: z.record(z.string(), serviceSchema),
  networks: z.record(z.string(), z.object({ internal: z.boolean().default(false) })),
});
type ComposeFile = z.output<typeof fileSchema>;

/** What a service may have beside nothing, and why: see docker-compose.yml. */
const CAPABILITIES: Readonly<Record<string, readonly string[]>> = {
  init: ['CHOWN', 'DAC_READ_SEARCH'],
  turn: ['NET_BIND_SERVICE'],
};

describe.skipIf(!has.docker)('docker-compose.yml', () => {
  let file: ComposeFile;

  beforeAll(async () => {
    const args = ['--env-file', '/dev/null', '--file', join(ROOT, 'docker-compose.yml'), '--profile', '*'];
    file = fileSchema.parse(JSON.parse(await docker('compose', ...args, 'config', '--format', 'json')));
  });

  const services = () => Object.entries(file.services);
  const where = (holds: (service: z.output<typeof serviceSchema>) => boolean) =>
    services().flatMap(([name, service]) => (holds(service) ? [name] : []));

  it('shuts in every service: nothing to write to, no capability, no new rights, bounds, logs that rotate', () => {
    for (const [name, service] of services()) {
      expect.soft(service, name).toMatchObject({
        read_only: true,
        privileged: false,
        cap_drop: ['ALL'],
        cap_add: CAPABILITIES[name] ?? [],
        security_opt: ['no-new-privileges:true'],
        logging: { options: { 'max-size': '10m', 'max-file': '3' } },
      });
      const { memory, pids } = service.deploy.resources.limits;
      expect.soft(Number(memory), name).toBeGreaterThan(0);
      expect.soft(pids, name).toBeLessThanOrEqual(512);
    }
  });

  it('publishes ports of nginx and coturn alone; what has no login is for this machine', () => {
    const toAll = where(({ ports }) => ports.some(({ host_ip }) => host_ip !== '127.0.0.1'));
    expect(toAll.toSorted()).toEqual(['nginx', 'turn']);
  });

  it('gives Redis and the page networks that lead nowhere else, and coturn one without them', () => {
    const on = (network: string) => where((service) => network in service.networks).toSorted();
    expect(on('store')).toEqual(['redis', 'signaling']);
    expect(on('page')).toEqual(['nginx', 'web']);
    expect(on('relay')).not.toContainEqual(expect.stringMatching(/^(redis|signaling|nginx|web)$/));
    const networksOf = (service: string) => Object.keys(file.services[service]?.networks ?? {});
    expect([networksOf('redis'), networksOf('turn'), networksOf('web')]).toEqual([
      ['store'],
      ['relay'],
      ['page'],
    ]);
    expect(file.networks).toMatchObject({ store: { internal: true }, page: { internal: true } });
    expect(where(({ network_mode }) => network_mode !== undefined)).toEqual(['init']);
    expect(file.services['init']?.network_mode).toBe('none');
  });

  it('takes no setting from outside that no page tells of', async () => {
    const pages = ['docs/configuration.md', 'docs/turn.md', 'docs/operations.md', 'README.md'];
    const texts = await Promise.all(pages.map((page) => readFile(join(ROOT, page), 'utf8').catch(() => '')));
    const source = await readFile(join(ROOT, 'docker-compose.yml'), 'utf8');
    const taken = [...source.matchAll(/\$\{([A-Z_]+)|^ {6}([A-Z_]+):$/gm)].map(
      ([, set, handed]) => set ?? handed ?? '',
    );
    expect(taken.length).toBeGreaterThan(20);
    expect([...new Set(taken)].filter((name) => !texts.join('').includes(`\`${name}`))).toEqual([]);
  });

  it('mounts each secret where it is made and where it is read, and nowhere else', () => {
    const mounting = (volume: string) =>
      where(({ volumes }) => volumes.some(({ source }) => source === volume));
    expect(mounting('turn-secret').toSorted()).toEqual(['init', 'signaling', 'turn']);
    expect(mounting('redis-login').toSorted()).toEqual(['init', 'redis', 'signaling']);
    // Doctor and probe sign their own way in.
    expect(mounting('join-secret').toSorted()).toEqual(['doctor', 'init', 'probe', 'signaling']);
  });

  it('holds no secret: they are files, and made at the first start', () => {
    for (const [name, { environment }] of services()) {
      const given = Object.entries(environment).filter(([key]) =>
        /SECRET|PASSWORD|REDIS_URL|TOKEN/.test(key),
      );
      for (const [key, value] of given) {
        if (value) expect.soft(key, `${name}: ${key}`).toMatch(/_FILE$/);
      }
    }
  });
});
