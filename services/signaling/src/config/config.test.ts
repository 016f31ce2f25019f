import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from './config.ts';
import { settings } from './settings.ts';
import type { Setting } from './settings.ts';

function faultsOf(env: Record<string, string>): readonly string[] {
  try {
    readConfig(env);
    return [];
  } catch (error) {
    return error instanceof ConfigError ? error.faults : expect.fail('not a ConfigError');
  }
}

describe('the settings', () => {
  it('have the defaults that others rely on', () => {
    expect(readConfig({})).toMatchObject({
      HOST: '0.0.0.0',
      PORT: 8080,
      METRICS_PORT: 9464,
      ROOM_CAPACITY: 6,
      RESUME_WINDOW_MS: 20_000,
      NODE_LEASE_MS: 10_000,
      DRAIN_TIMEOUT_MS: 15_000,
      PING_INTERVAL_MS: 15_000,
      PING_TIMEOUT_MS: 10_000,
      MAX_MESSAGE_BYTES: 65_536,
      MESSAGE_RATE: 50,
      MESSAGE_BURST: 200,
      SEND_BUFFER_BYTES: 1_048_576,
      TURN_TTL_MS: 3_600_000,
      LOG_LEVEL: 'info',
    });
    expect(readConfig({}).REDIS_URL).toBeUndefined();
    expect(readConfig({}).ALLOWED_ORIGINS).toBeUndefined();
  });

  it('take an empty variable as one that is not set', () => {
    expect(readConfig({ PORT: '', REDIS_URL: '', TURN_URLS: '' })).toMatchObject({
      PORT: 8080,
      TURN_URLS: [],
    });
  });

  it('cannot be changed once they are read', () => {
    expect(Object.isFrozen(readConfig({}))).toBe(true);
  });

  it('are all told when they are wrong, one line each', () => {
    const faults = faultsOf({
      PORT: '-1',
      ROOM_CAPACITY: 'six',
      TURN_URLS: 'http://x',
      ALLOWED_ORIGINS: 'x.example',
    });
    expect(faults.map((fault) => fault.split(':')[0])).toEqual([
      'PORT',
      'ROOM_CAPACITY',
      'ALLOWED_ORIGINS',
      'TURN_URLS',
    ]);
  });

  it.each([
    [{ TURN_URLS: 'turn:x' }, 'TURN_SECRET'],
    [{ TURN_SECRET: 'short' }, 'TURN_SECRET'],
    [{ TURN_SECRET: 'long-enough-for-a-secret', TURN_SECRET_FILE: '/x' }, 'TURN_SECRET'],
    [{ TURN_SECRET_FILE: '/nowhere/at/all' }, 'TURN_SECRET_FILE'],
    [{ METRICS_PORT: '8080' }, 'METRICS_PORT'],
    [{ WEB_ROOT: '/nowhere/at/all' }, 'WEB_ROOT'],
    [{ TRUST_PROXY: '10.0.0.0/33' }, 'TRUST_PROXY'],
    [{ JOIN_TOKEN_SECRET: 'x' }, 'JOIN_TOKEN_SECRET'],
    [{ JOIN_TOKEN_SECRET: `${'x'.repeat(32)} short` }, 'JOIN_TOKEN_SECRET'],
    [{ JOIN_TOKEN_JWKS_URL: 'keys.example/jwks' }, 'JOIN_TOKEN_JWKS_URL'],
    [
      { JOIN_TOKEN_SECRET: 'x'.repeat(32), JOIN_TOKEN_JWKS_URL: 'https://keys.example/jwks' },
      'JOIN_TOKEN_JWKS_URL',
    ],
    [{ REDIS_URL: 'localhost:6379' }, 'REDIS_URL'],
    [{ REDIS_URL: 'redis://h1:6379,h2:6379' }, 'REDIS_URL'],
    [{ REDIS_URL: 'redis+sentinel://h1:26379' }, 'REDIS_URL'],
  ])('refuse %o', (env, name) => {
    const faults = faultsOf(env);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(new RegExp(`^${name}:`));
  });

  it('are told in docs/configuration.md, each with its default', () => {
    const page = readFileSync(new URL('../../../../docs/configuration.md', import.meta.url), 'utf8');
    const [first = ''] = page.split('\n## ');
    const rows = first.split('\n').filter((line) => line.startsWith('| `'));
    const expected = Object.entries<Setting>(settings).map(
      ([name, { fallback, meaning }]) =>
        `| \`${name}\` | ${fallback ? `\`${fallback}\`` : 'none'} | ${meaning} |`,
    );
    expect(rows).toEqual(expected);
  });
});
