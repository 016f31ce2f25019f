// Our coturn, from its own image, spoken to over UDP as a browser would.
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TurnCredential } from '@parley/doctor/stun/credential';
import { TurnClient } from '@parley/doctor/stun/turn-client';
import { isPrivateIPv4 } from '@parley/doctor/stun/xor-address';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { initVolumes } from '../support/init-volumes.ts';
import { has } from '../support/requirements.ts';
import { timeLimitedCredential } from '../support/stun/credential.ts';
import { refusal } from '../support/stun/refusal.ts';
import { buildTurnImage, refusedStart, startTurn } from '../support/stun/turn-container.ts';
import type { TurnContainer } from '../support/stun/turn-container.ts';

const secret = randomBytes(24).toString('base64');
const good = (): TurnCredential => timeLimitedCredential(secret, 'ann', 600);
const tlsFiles = { TURN_CERT_FILE: '/run/tls/tls.crt', TURN_KEY_FILE: '/run/tls/tls.key' };

describe.skipIf(!has.docker)('coturn', () => {
  let turn: TurnContainer;

  beforeAll(async () => {
    await buildTurnImage();
    turn = await startTurn({ TURN_SECRET: secret });
  }, 300_000);
  afterAll(async () => turn?.[Symbol.asyncDispose]());

  async function withClient<T>(use: (client: TurnClient) => Promise<T>): Promise<T> {
    const client = await TurnClient.open(turn.udp);
    try {
      return await use(client);
    } finally {
      await client.close();
    }
  }

  test('tells a client the address it is seen under', async () => {
    const seen = await withClient((client) => client.binding());
    expect(seen.address).toBe(turn.gateway);
    expect(seen.port).toBeGreaterThan(0);
  });

  test('allocates a relayed address in its range for a good credential', async () => {
    const relayed = await withClient((client) => client.allocate(good()));
    expect(isPrivateIPv4(relayed.address)).toBe(true);
    expect(relayed.port).toBeGreaterThanOrEqual(49160);
    expect(relayed.port).toBeLessThanOrEqual(49259);
  });

  test('lets two peers that both relay here reach each other', async () => {
    await withClient((ann) =>
      withClient(async (bob) => {
        const annRelayed = await ann.allocate(good());
        const bobRelayed = await bob.allocate(timeLimitedCredential(secret, 'bob', 600));
        await ann.createPermission(bobRelayed.address);
        await bob.createPermission(annRelayed.address);
        ann.send(bobRelayed, Buffer.from('from ann'));
        expect(await bob.nextData()).toEqual({ from: annRelayed, data: Buffer.from('from ann') });
        bob.send(annRelayed, Buffer.from('from bob'));
        expect(await ann.nextData()).toEqual({ from: bobRelayed, data: Buffer.from('from bob') });
      }),
    );
  });

  test('keeps the secret out of log, arguments and configuration', async () => {
    expect(await turn.logs()).not.toContain(secret);
    expect(await turn.exec('cat', '/run/turn/turnserver.conf')).not.toContain(secret);
    const processes = await turn.exec('sh', '-c', 'cat /proc/[0-9]*/cmdline');
    expect(processes).toContain('turnserver');
    expect(processes).not.toContain(secret);
  });

  test('keeps the addresses of clients and of peers out of the log', async () => {
    await withClient(async (client) => {
      await client.allocate(good());
      await refusal(client.createPermission('192.168.77.77'));
    });
    await expect.poll(() => turn.logs()).toContain('denied in the range: 192.168.0.0-192.168.255.255');
    expect(await turn.logs()).not.toMatch(/192\.168\.77\.77/);
    // As a whole: coturn's own address may begin with it.
    const whole = new RegExp(`(?<![\\d.])${turn.gateway.replaceAll('.', '\\.')}(?![\\d])`);
    expect(await turn.logs()).not.toMatch(whole);
  });

  test('keeps the user name of a refused credential out of the log', async () => {
    const refused = { ...good(), password: 'wrong' };
    expect(await withClient((client) => refusal(client.allocate(refused)))).toBe(401);
    await expect.poll(() => turn.logs()).toContain('credentials of user (hidden)');
    expect(await turn.logs()).not.toContain(refused.username);
  });
});

describe.skipIf(!has.docker)('the start of coturn', () => {
  beforeAll(buildTurnImage, 300_000);

  test('is refused with all wrong settings by name', async () => {
    const { exitCode, output } = await refusedStart({
      TURN_SECRET: '',
      TURN_REALM: 'two words',
      TURN_MIN_PORT: 'many',
      TURN_MAX_PORT: '70000',
      TURN_EXTERNAL_IP: 'example',
      TURN_CERT_FILE: '/run/tls/tls.crt',
    });
    expect(exitCode).not.toBe(0);
    const names = ['SECRET', 'REALM', 'MIN_PORT', 'MAX_PORT', 'EXTERNAL_IP', 'KEY_FILE'];
    for (const name of names) expect(output).toMatch(new RegExp(`^ {2}TURN_${name}: `, 'm'));
  });

  test('is refused without a secret and with a range upside down', async () => {
    const { exitCode, output } = await refusedStart({ TURN_MIN_PORT: '50001', TURN_MAX_PORT: '50000' });
    expect(exitCode).not.toBe(0);
    expect(output).toContain('TURN_SECRET_FILE: there is no file /run/secrets/turn_secret');
    expect(output).toContain('TURN_MIN_PORT: must not be above TURN_MAX_PORT (50001 > 50000)');
  });

  test('never shows a secret that it refuses', async () => {
    const { exitCode, output } = await refusedStart({ TURN_SECRET: 'no spaces please' });
    expect(exitCode).not.toBe(0);
    expect(output).toContain('TURN_SECRET: may hold');
    expect(output).not.toContain('no spaces please');
  });

  test('tells callers the external address that it was given', async () => {
    await using turn = await startTurn({ TURN_SECRET: secret, TURN_EXTERNAL_IP: '8.8.4.4' });
    const client = await TurnClient.open(turn.udp);
    expect((await client.allocate(good())).address).toBe('8.8.4.4');
    // The mapping must not undo the way from one relayed peer to another.
    await client.createPermission('8.8.4.4');
    await client.close();
  }, 90_000);

  test('is refused where coturn does not understand a line, however little it logs', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'parley-turn-'));
    const list = join(folder, 'denied-peers.conf');
    await writeFile(list, 'denied-peer-ip=10.0.0.0-10.255.255.255\nno-tcp-rellay\n', { mode: 0o644 });
    const settings = { TURN_SECRET: secret, TURN_LOG_LEVEL: 'error', TURN_EXTERNAL_IP: '8.8.4.4' };
    const { exitCode, output } = await refusedStart(settings, [`${list}:/etc/parley/denied-peers.conf:ro`]);
    await rm(folder, { recursive: true });
    expect(exitCode).toBe(78);
    expect(output).toContain('Bad configuration format: no-tcp-rellay');
  });

  test('is unhealthy where TLS was asked for and its certificate is of no use', async () => {
    await using volumes = await initVolumes();
    await volumes.shell('echo spoilt >/run/tls/tls.crt');
    const start = startTurn({ TURN_SECRET: secret, ...tlsFiles }, { mounts: [volumes.tls] });
    await expect(start).rejects.toThrow('did not become healthy');
  }, 120_000);

  test('goes on without TLS where the certificate is not there, and without metrics where it has none, and says so', async () => {
    await using turn = await startTurn({ TURN_SECRET: secret, TURN_METRICS: '1', ...tlsFiles });
    const log = await turn.logs();
    expect(log).toMatch(/WARNING: no TLS.*\/run\/tls\/tls\.crt/);
    // The image of Debian's package has none, the official one has.
    expect(log).toMatch(
      /WARNING: TURN_METRICS is set, and .* no exporter|TURN_METRICS: metrics on port 9641/,
    );
  }, 90_000);
});
