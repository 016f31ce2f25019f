// What an operator sees of the stack, and what nobody may see.
import { request } from 'node:http';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import type { TestBrowser } from '../support/browser.ts';
import { leaksIn, peerAddresses } from '../support/log-leaks.ts';
import { has } from '../support/requirements.ts';
import { compose, containersOf, docker, metricsOf, project, stack } from '../support/stack.ts';
import { TestClient, freshRoom } from '../support/test-client.ts';

const SERVICES = ['nginx', 'redis', 'signaling', 'turn', 'web'];

describe.skipIf(!has.docker)('the stack, as its operator sees it', () => {
  it('every service is healthy', async () => {
    const lines = (await compose('ps', '--format', '{{.Service}} {{.State}} {{.Health}}')).trim().split('\n');
    expect(lines.toSorted()).toEqual(
      ['nginx', 'redis', 'signaling', 'signaling', 'turn', 'web'].map((name) => `${name} running healthy`),
    );
  });

  it('each node counts its connections, and is linked to Redis', async () => {
    await using client = await TestClient.join(stack, freshRoom());
    const texts = await Promise.all((await containersOf('signaling')).map(metricsOf));
    expect(texts).toHaveLength(2);
    const home = texts.find((text) => text.includes(`node="${client.joined.node}"`));
    expect(Number(/^signaling_connections (\d+)$/m.exec(home ?? '')?.[1])).toBeGreaterThanOrEqual(1);
    for (const text of texts) {
      expect(text).toMatch(/^signaling_connections \d+$/m);
      expect(text).toMatch(/^signaling_redis_up 1$/m);
    }
  });

  it('no metrics and no health of a node can be had from outside', async () => {
    await using browser = await launchBrowser();
    const { page } = await browser.visitor();
    for (const path of ['/metrics', '/api/metrics', '/readyz', '/api/../metrics']) {
      const answer = await page.request.get(`${stack.http}${path}`);
      expect.soft(await answer.text(), path).not.toMatch(/signaling_|"ready"/);
    }
    for (const container of await containersOf('signaling')) {
      expect(await docker('port', container)).toBe('');
    }
  });

  it('the page is not compressed, as its length under TLS would tell of it; its assets are', async () => {
    const headers = { 'accept-encoding': 'gzip' };
    await using browser = await launchBrowser();
    const { page } = await browser.visitor();
    const frame = await page.request.get(stack.http, { headers });
    expect(frame.headers()['content-encoding']).toBeUndefined();
    const [script = expect.fail('the page has no script')] =
      /\/assets\/[\w-]+\.js/.exec(await frame.text()) ?? [];
    const asset = await page.request.get(`${stack.http}${script}`, { headers });
    expect(asset.headers()['content-encoding']).toBe('gzip');
  });

  it('plain HTTP is sent on to HTTPS, path and query included', async () => {
    const { statusCode, headers } = await getPlain('/some/path?ice=relay');
    expect(statusCode).toBe(308);
    expect(headers.location).toBe(`${stack.http}/some/path?ice=relay`);
  });
});

describe.skipIf(!has.docker || !has.chromium)('the logs of the stack, after a relayed call', () => {
  let browser: TestBrowser;
  let logs: Map<string, string>;
  let secrets: string[];
  let addresses: readonly string[];

  beforeAll(async () => {
    browser = await launchBrowser();
    const room = freshRoom();
    await using ann = await browser.visitor();
    await using bob = await browser.visitor();
    await ann.enter(stack.http, room, 'Ann Secret', '?ice=relay');
    await bob.enter(stack.http, room, 'Bob Secret', '?ice=relay');
    await Promise.all([ann.receivesVideo(), bob.receivesVideo()]);
    await ann.leave();
    await bob.leave();
    const issued = [ann.joined, bob.joined].flatMap(({ token, iceServers }) => [
      token,
      ...iceServers.flatMap(({ username, credential }) => [username ?? '', credential ?? '']),
    ]);
    const turn = await docker(
      'exec',
      (await containersOf('turn'))[0] ?? '',
      'cat',
      '/run/secrets/turn_secret',
    );
    secrets = [room, 'Ann Secret', 'Bob Secret', turn.trim(), ...issued].filter((text) => text !== '');
    addresses = await peerAddresses(project);
    logs = new Map();
    for (const service of SERVICES) logs.set(service, await compose('logs', '--no-color', service));
  });

  afterAll(async () => browser?.[Symbol.asyncDispose]());

  it('they tell what happened', () => {
    expect(logs.get('signaling')).toContain('peer joined');
    expect(logs.get('nginx')).toContain('"uri":"/ws","status":101');
    expect(secrets.length).toBeGreaterThanOrEqual(10);
  });

  it.each(SERVICES)('the log of %s holds no name, token, credential or secret of this call', (service) => {
    const log = logs.get(service) ?? expect.fail('it was not read');
    expect(secrets.filter((secret) => log.includes(secret))).toEqual([]);
  });

  it.each(SERVICES)(
    'the log of %s holds no SDP, candidate, room or address of a peer of any test so far',
    (service) => {
      const log = logs.get(service) ?? expect.fail('it was not read');
      expect(leaksIn(log, addresses)).toEqual([]);
    },
  );

  it('a line that holds any of it would be found', () => {
    const [address = ''] = addresses;
    const lines = [
      'candidate:1 1 udp 2122 x 50000 typ host',
      String.raw`{"data":"v=0\r\no=- 1 2 IN IP4 x"}`,
      'GET /ws?room=room-0123abcd-x',
      'user <1795569356:hq3l1c_x>',
      '{"token":"x"}',
      `client: ${address}, server: _`,
    ];
    for (const line of lines) expect.soft(leaksIn(line, addresses), line).not.toEqual([]);
    expect(leaksIn(`{"token":"[hidden]"} ${address}0 listening`, addresses)).toEqual([]);
  });
});

async function getPlain(path: string): Promise<IncomingMessage> {
  const question = request(`${stack.plainHttp}${path}`, { agent: false }).end();
  const [answer] = (await once(question, 'response')) as [IncomingMessage];
  answer.resume();
  return answer;
}
