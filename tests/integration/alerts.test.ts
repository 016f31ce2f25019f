// The alerts, by Prometheus's own tool: it reads what it is given, and each alert goes off when it has to and not else.
import { execFile } from 'node:child_process';
import { chmod, copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { FOLDER } from '../observability/files.ts';
import { ALERTS, alertTests } from '../observability/rules.ts';
import { has } from '../support/requirements.ts';

const run = promisify(execFile);
const IMAGE = 'prom/prometheus:v3.5.3';

describe.skipIf(!has.docker)('Prometheus', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'parley-alerts-'));
    await chmod(folder, 0o755);
    for (const name of ['prometheus.yml', 'alerts.yml'])
      await copyFile(`${FOLDER}${name}`, join(folder, name));
    await writeFile(join(folder, 'alerts.test.yml'), stringify(alertTests()));
  });

  afterAll(() => rm(folder, { recursive: true }));

  async function promtool(...args: string[]): Promise<string> {
    const where = ['--network=none', `--volume=${folder}:/etc/prometheus:ro`, '--workdir=/etc/prometheus'];
    const { stdout, stderr } = await run('docker', [
      'run',
      '--rm',
      ...where,
      '--entrypoint=promtool',
      IMAGE,
      ...args,
    ]);
    return stdout + stderr;
  }

  it('takes its configuration and the rules', async () => {
    expect(await promtool('check', 'config', 'prometheus.yml')).toContain(`${ALERTS.length} rules found`);
  });

  it('fires each alert on the series that should, and keeps quiet on those next to it', async () => {
    expect(await promtool('test', 'rules', 'alerts.test.yml')).toContain('SUCCESS');
  });
});
