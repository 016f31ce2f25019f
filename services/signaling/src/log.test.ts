import { JWTExpired } from 'jose/errors';
import { expect, it } from 'vitest';
import { createLog } from './log.ts';

function logged(write: (log: ReturnType<typeof createLog>) => void): string {
  const lines: string[] = [];
  write(createLog('trace', 'n', { write: (line) => void lines.push(line) }));
  return lines.join('');
}

it('an error is told by its words, its cause and its place, and by nothing that a library hung onto it', () => {
  const reply = Object.assign(new Error('ERR no such thing', { cause: new TypeError('why') }), {
    code: 'E_REPLY',
    command: { name: 'evalsha', args: ['v=0 in clear', 'hash'] },
    previousErrors: ['192.0.2.1'],
  });
  const line = logged((log) => log.error({ err: reply }, 'failed'));
  expect(JSON.parse(line)).toMatchObject({
    msg: 'failed',
    err: {
      type: 'Error',
      message: 'ERR no such thing',
      code: 'E_REPLY',
      cause: { type: 'TypeError', message: 'why' },
    },
  });
  expect(line).toContain('log.test.ts');
  expect(line).not.toMatch(/in clear|evalsha|192\.0\.2/);
  const expired = new JWTExpired('"exp" claim timestamp check failed', { sub: 'in clear' }, 'exp');
  expect(logged((log) => log.error({ err: expired }, 'failed'))).not.toContain('in clear');
  expect(logged((log) => log.error({ err: 'thrown in clear' }, 'failed'))).not.toContain('in clear');
});

it.each([
  'sdp',
  'candidate',
  'token',
  'roomToken',
  'credential',
  'iceServers',
  'headers',
  'remoteAddress',
  'ip',
])('whoever hands %s to the log is not obeyed, at any of three depths', (name) => {
  const secret = { [name]: 'in clear' };
  const text = logged((log) => {
    log.info(secret, 'here');
    log.info({ message: secret }, 'there');
    log.info({ outer: { inner: secret } }, 'deeper');
    log.child({ inner: secret }).info('bound');
  });
  expect(text.split('\n').filter(Boolean)).toHaveLength(4);
  expect(text).not.toContain('in clear');
});
