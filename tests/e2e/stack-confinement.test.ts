// What somebody could do who got into a container of the stack.
import { beforeAll, describe, expect, it } from 'vitest';
import { has } from '../support/requirements.ts';
import { compose, containersOf, docker, redisCli, stack } from '../support/stack.ts';
import { TestClient, freshRoom } from '../support/test-client.ts';

const SERVICES = ['nginx', 'redis', 'signaling', 'turn', 'web'];

describe.skipIf(!has.docker)('from inside a container of the stack', () => {
  const containers = new Map<string, string>();

  beforeAll(async () => {
    for (const service of SERVICES) {
      const [id] = await containersOf(service);
      containers.set(service, id ?? expect.fail(`${service} does not run`));
    }
  });

  const inside = (service: string, script: string) =>
    docker('exec', containers.get(service) ?? '', 'sh', '-c', script);

  it.each(SERVICES)(
    '%s runs as nobody special, and no process of it has or can get a capability',
    async (service) => {
      expect(Number(await inside(service, 'id -u'))).toBeGreaterThan(0);
      const script =
        'for p in /proc/[0-9]*; do grep -hE "^(Name|Uid|CapEff|NoNewPrivs):" $p/status 2>/dev/null; done; true';
      const status = await inside(service, script);
      const values = (name: string) =>
        [...status.matchAll(new RegExp(`^${name}:\\t(.*)$`, 'gm'))].map(([, value]) => value);
      expect(values('Name').length).toBeGreaterThan(1);
      expect(new Set(values('CapEff'))).toEqual(new Set(['0000000000000000']));
      expect(new Set(values('NoNewPrivs'))).toEqual(new Set(['1']));
      expect(values('Uid').filter((uids) => uids?.split('\t').includes('0'))).toEqual([]);
    },
  );

  it.each(SERVICES)('%s can write nothing that stays, and run nothing from where it can', async (service) => {
    for (const folder of ['/', '/etc', '/usr/local/bin', '/run/tls', '/run/secrets', '/run/login']) {
      const script = `[ ! -d ${folder} ] || ! touch ${folder}/x 2>/dev/null && echo refused`;
      expect.soft((await inside(service, script)).trim(), folder).toBe('refused');
    }
    const script = 'cp /bin/true /tmp/true 2>/dev/null && /tmp/true 2>/dev/null && echo ran || echo refused';
    expect((await inside(service, script)).trim()).toBe('refused');
  });

  it.each(SERVICES)('%s is bounded in memory and processes', async (service) => {
    const format = '{{.HostConfig.Memory}} {{.HostConfig.PidsLimit}}';
    const [memory, pids] = (await docker('inspect', '--format', format, containers.get(service) ?? '')).split(
      ' ',
    );
    expect(Number(memory)).toBeGreaterThan(0);
    expect(Number(pids)).toBeGreaterThan(0);
  });

  it('the relay, the page and the proxy have no way to Redis; a node has', async () => {
    const redis = containers.get('redis') ?? '';
    const format = '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}';
    const address = (await docker('inspect', '--format', format, redis)).trim();
    const reaches = async (service: string) => {
      const knock = `timeout 3 bash -c 'exec 3<>/dev/tcp/${address}/6379' 2>/dev/null && echo yes || echo no`;
      return (await inside(service, knock)).trim();
    };
    const ways = await Promise.all(['turn', 'web', 'nginx', 'signaling'].map(reaches));
    expect(ways).toEqual(['no', 'no', 'no', 'yes']);
  });

  it.each([
    ['FLUSHALL'],
    ['CONFIG', 'GET', '*'],
    ['KEYS', '*'],
    ['GET', 'foreign'],
    ['PUBLISH', 'foreign', 'x'],
  ])('Redis answers NOPERM to %s of the only user it knows', async (...command) => {
    expect(await redisCli(...command)).toContain('NOPERM');
  });

  it('Redis lets in nobody without the password', async () => {
    expect(await inside('redis', 'redis-cli ping 2>&1')).toContain('NOAUTH');
    expect(await inside('redis', "redis-cli --user default --pass '' ping 2>&1 || true")).toContain(
      'WRONGPASS',
    );
  });

  it('Redis refuses the nodes nothing that they do', async () => {
    const refusedKeys = async () => /acl_access_denied_key:(\d+)/.exec(await redisCli('INFO', 'stats'))?.[1];
    const before = await refusedKeys();
    await using ann = await TestClient.join(stack, freshRoom());
    await ann.settle();
    expect(await refusedKeys()).toBe(before);
    expect(await compose('logs', '--no-color', 'signaling')).not.toContain('redis refuses');
  });
});
