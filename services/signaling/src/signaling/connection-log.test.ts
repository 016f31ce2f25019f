import { expect, it } from 'vitest';
import { createLog } from '../log.ts';
import { ConnectionLog } from './connection-log.ts';

function logAt(level: string) {
  const lines: unknown[] = [];
  const log = createLog(level, 'node-1', { write: (line) => void lines.push(JSON.parse(line)) });
  return { lines, log: new ConnectionLog(log, 'c-1') };
}

it('says of each line whose it is, and hides what the node’s own log hides', () => {
  const { lines, log } = logAt('info');
  log.info({ code: 1000, token: 'in clear' }, 'connection closed');
  log.error({ err: new Error('no') }, 'connection failed');
  expect(lines).toMatchObject([
    { nodeId: 'node-1', connectionId: 'c-1', code: 1000, token: '[hidden]', msg: 'connection closed' },
    { connectionId: 'c-1', err: { message: 'no' }, msg: 'connection failed' },
  ]);
});

it('writes nothing below the level', () => {
  const { lines, log } = logAt('info');
  log.debug({}, 'request refused');
  expect(lines).toEqual([]);
});
