import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { turnSecretFrom } from './turn-secret.ts';

const MINUTE_MS = 60_000;

describe('the TURN secret of a file', () => {
  let folder: string;
  let file: string;
  let now: number;
  let lines: string[];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'parley-'));
    file = join(folder, 'turn_secret');
    lines = [];
    now = Date.now();
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function renew(text: string): Promise<void> {
    await writeFile(file, text);
    await utimes(file, now / 1000, now / 1000);
  }

  function open(): () => string {
    const log = pino({}, { write: (line) => void lines.push(line) });
    return turnSecretFrom(file, 'the old one', { log, now: () => now });
  }

  it('is the one of the start while its file is as it was', async () => {
    await renew('the old one\n');
    const secret = open();
    now += 2 * MINUTE_MS;
    expect(secret()).toBe('the old one');
    expect(lines).toEqual([]);
  });

  it('is the first line of a renewed file, once coturn had the time to take it', async () => {
    const secret = open();
    await renew('the new one\nthe old one\n');
    now += MINUTE_MS - 1;
    expect(secret()).toBe('the old one');
    now += 1_000;
    expect(secret()).toBe('the new one');
    expect(lines.join('')).toContain('took the renewed TURN secret');
    expect(lines.join('')).not.toContain('the new one');
  });

  it('stays what it was where the file is gone or empty, and the log names the setting', async () => {
    const secret = open();
    expect(secret()).toBe('the old one');
    expect(lines.join('')).toContain('TURN_SECRET_FILE');
    await renew('\n');
    now += 2 * MINUTE_MS;
    expect(secret()).toBe('the old one');
  });
});
