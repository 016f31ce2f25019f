// Certificates for a moment, made by openssl.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface KeyPair {
  readonly key: string;
  readonly cert: string;
}

/** A self-signed pair. `names` as openssl has them: `IP:127.0.0.1`, `DNS:call.example.org`. */
export async function selfSigned(names: string, days = 90): Promise<KeyPair> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-doctor-'));
  const [key, cert] = [join(folder, 'key'), join(folder, 'cert')];
  const how = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const what = ['-subj', '/CN=parley', '-addext', `subjectAltName=${names}`, '-days', String(days)];
  try {
    await run('openssl', ['req', '-x509', ...how, ...what, '-keyout', key, '-out', cert]);
    return { key: await readFile(key, 'utf8'), cert: await readFile(cert, 'utf8') };
  } finally {
    await rm(folder, { recursive: true });
  }
}
