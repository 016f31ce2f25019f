// What the stack makes itself at first start, and what it takes of an operator.
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { initVolumes } from '../support/init-volumes.ts';
import type { InitVolumes } from '../support/init-volumes.ts';
import { has } from '../support/requirements.ts';

// Versions of OpenSSL write it with spaces or without.
const OURS = /O ?= ?Parley self-signed/;
const MINE = /CN ?= ?mine/;

describe.skipIf(!has.docker)('the certificate of the stack', () => {
  let volumes: InitVolumes;
  let operator: string;

  beforeAll(async () => {
    volumes = await initVolumes();
    operator = await mkdtemp(join(tmpdir(), 'parley-operator-'));
  }, 120_000);

  afterAll(async () => {
    await volumes?.[Symbol.asyncDispose]();
    if (operator) await rm(operator, { recursive: true });
  });

  const shown = () => volumes.shell('openssl x509 -in /run/tls/tls.crt -noout -subject -ext subjectAltName');
  const inOperator = (command: string) => promisify(execFile)('sh', ['-c', command], { cwd: operator });

  it('is made for localhost, kept over starts, and made anew for another name', async () => {
    const first = await volumes.shell('cat /run/tls/tls.crt');
    expect(await shown()).toMatch(/DNS:localhost, IP Address:127\.0\.0\.1/);
    await volumes.start({});
    expect(await volumes.shell('cat /run/tls/tls.crt')).toBe(first);
    await volumes.start({ PUBLIC_HOST: 'call.example.org' });
    expect(await shown()).toContain('DNS:call.example.org');
  });

  it('is for its readers alone, and for nginx key and chain are in one file', async () => {
    expect(await volumes.shell('stat -c "%a %U %g" /run/tls /run/tls/*')).toBe(
      ['750 root 4700', '640 root 4700', '640 root 4700', '640 root 4700', ''].join('\n'),
    );
    await volumes.shell('cat /run/tls/tls.key /run/tls/tls.crt | cmp - /run/tls/tls.pem');
  });

  it.each([
    [{ TLS_MODE: 'files' }, 'must hold both tls.crt and tls.key'],
    [{ TLS_MODE: 'acme' }, 'acme needs a name or an address in PUBLIC_HOST'],
    [{ TLS_MODE: 'letsencrypt' }, 'TLS_MODE: must be selfsigned, files or acme'],
    [{ PUBLIC_HOST: 'two words' }, 'PUBLIC_HOST: must be a host name or an address'],
  ])('is not made with %j', async (settings, reason) => {
    expect(await volumes.start(settings)).toEqual({ exitCode: 1, output: expect.stringContaining(reason) });
  });

  it('is the one of the operator, who is told of a key that is none of it; it stays when its files are gone', async () => {
    const make = 'openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 90';
    await inOperator(
      `${make} -subj /CN=mine -addext subjectAltName=DNS:localhost -keyout tls.key -out tls.crt`,
    );
    await inOperator(`${make} -subj /CN=other -keyout other.key -out other.crt`);
    expect(await volumes.start({}, operator)).toMatchObject({ exitCode: 0 });
    expect(await shown()).toMatch(MINE);
    await volumes.start({});
    expect(await shown()).toMatch(MINE);
    await inOperator('cp other.key tls.key');
    const wrong = await volumes.start({}, operator);
    expect(wrong).toEqual({ exitCode: 1, output: expect.stringContaining('is not the key of tls.crt') });
    await volumes.start({ TLS_MODE: 'selfsigned' }, operator);
    expect(await shown()).toMatch(OURS);
  });

  it('may be put in place by nginx where it is issued to that, and by nobody else otherwise', async () => {
    await volumes.start({ TLS_MODE: 'acme', PUBLIC_HOST: 'call.example.org' });
    expect(await volumes.shell('stat -c "%a %u %g" /run/tls /run/tls/acme')).toBe(
      '770 0 4700\n700 101 4700\n',
    );
    // A second start finds what belongs to nginx by then.
    expect(await volumes.start({ TLS_MODE: 'acme', PUBLIC_HOST: 'call.example.org' })).toMatchObject({
      exitCode: 0,
    });
    await volumes.start({});
    expect(await volumes.shell('stat -c %a /run/tls')).toBe('750\n');
  });

  it('comes with a TURN secret and a login of Redis of its own', async () => {
    expect(await volumes.secretLines()).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/)]);
  });
});
