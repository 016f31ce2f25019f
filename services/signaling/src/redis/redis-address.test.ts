import { describe, expect, it } from 'vitest';
import { RedisAddressError, parseRedisUrl } from './redis-address.ts';

function faultOf(text: string): string {
  try {
    parseRedisUrl(text);
  } catch (error) {
    if (error instanceof RedisAddressError) return error.message;
    throw error;
  }
  return expect.fail(`${text} was taken`);
}

describe('the address of Redis', () => {
  it('may be one server, with or without login, database and TLS', () => {
    expect(parseRedisUrl('redis://redis')).toEqual({
      kind: 'server',
      server: { host: 'redis', port: 6379 },
      tls: false,
      login: {},
      db: 0,
    });
    expect(parseRedisUrl('rediss://ann:p%40ss,word@[::1]:7000/3')).toEqual({
      kind: 'server',
      server: { host: '::1', port: 7000 },
      tls: true,
      login: { username: 'ann', password: 'p@ss,word' },
      db: 3,
    });
    expect(parseRedisUrl('redis://:secret@h').kind).toBe('server');
  });

  it('is a Cluster where it is a list', () => {
    expect(parseRedisUrl('redis://:secret@h1:1,redis://h2, redis://h3:3')).toEqual({
      kind: 'cluster',
      servers: [
        { host: 'h1', port: 1 },
        { host: 'h2', port: 6379 },
        { host: 'h3', port: 3 },
      ],
      tls: false,
      login: { password: 'secret' },
    });
  });

  it('is Sentinel by its scheme, each with a login of its own', () => {
    expect(parseRedisUrl('redis+sentinel://h1,h2:5/main')).toEqual({
      kind: 'sentinel',
      sentinels: [
        { host: 'h1', port: 26_379 },
        { host: 'h2', port: 5 },
      ],
      master: 'main',
      login: {},
      sentinelLogin: {},
      db: 0,
    });
    expect(parseRedisUrl('redis+sentinel://ann:a%2Fb@h1/main/2?sentinel_password=c%26d')).toMatchObject({
      login: { username: 'ann', password: 'a/b' },
      sentinelLogin: { password: 'c&d' },
      db: 2,
    });
  });

  it.each([
    ['localhost:6379', 'write redis://HOST:PORT'],
    ['http://h', 'write redis://HOST:PORT'],
    ['redis://h1:6379,h2:6379', 'several of those with commas'],
    ['redis://h1,rediss://h2', 'all be redis://, or all rediss://'],
    ['redis://h1/1,redis://h2', 'leave out the path'],
    ['redis://h/rooms', 'must be a number'],
    ['redis://h?family=6', 'percent-encode'],
    ['redis+sentinel://h:1', 'redis+sentinel://HOST:PORT/MASTERNAME'],
    ['redis+sentinel://h:1/', 'redis+sentinel://HOST:PORT/MASTERNAME'],
    ['redis+sentinel:///main', 'is no address of Sentinel'],
    ['redis+sentinel://h:x/main', 'write HOST:PORT'],
    ['redis+sentinel://h/main/x', 'must be a number'],
    ['redis+sentinel://h/main?password=x', 'only sentinel_username and sentinel_password'],
    ['redis+sentinel://:100%@h/main', 'must be written %25'],
  ])('%s is refused, and told what to write', (text, advice) => {
    expect(faultOf(text)).toContain(advice);
  });

  it('is not repeated where it is refused, since it may hold a password', () => {
    for (const text of ['redis://:hunter2@h:port', 'redis+sentinel://:hunter2@h', 'redis://:hunter2@h/x']) {
      expect(faultOf(text)).not.toContain('hunter2');
    }
  });
});
