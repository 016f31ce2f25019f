import { expect } from 'vitest';
import { TestClient, upgradeStatus } from '../support/test-client.ts';
import { NotTried, check } from './check.ts';
import type { Check } from './check.ts';

export const connectionChecks: readonly Check[] = [
  check('P-2', 'selects the subprotocol where it is offered, also among others', async (target) => {
    await using plain = await TestClient.connect(target, { protocols: ['parley.v1'] });
    expect(plain.socket.protocol).toBe('parley.v1');
    await using among = await TestClient.connect(target, { protocols: ['parley.v9', 'parley.v1'] });
    expect(among.socket.protocol).toBe('parley.v1');
  }),

  check('P-3', 'speaks version 1 with a client that offers no subprotocol', async (target) => {
    await using client = await TestClient.connect(target, { protocols: [] });
    expect(client.socket.protocol).toBe('');
    client.send({ type: 'ping' });
    await client.next('pong');
  }),

  check('P-3', 'refuses a client that offers only unknown subprotocols with 400', async (target) => {
    expect(await upgradeStatus(target, { protocols: ['parley.v9'] })).toBe(400);
  }),

  check('P-4', 'refuses a page of another origin with 403, and takes one of its own', async (target) => {
    const status = await upgradeStatus(target, { origin: 'https://evil.example' });
    if (status === 101) throw new NotTried('the operator lets pages of any origin in');
    expect(status).toBe(403);
    expect(await upgradeStatus(target, { origin: 'null' })).toBe(403);
    await using own = await TestClient.connect(target, { origin: new URL(target.http).origin });
    own.send({ type: 'ping' });
    await own.next('pong');
  }),

  check('P-7', 'needs no room in the address, and does not trust one', async (target) => {
    await using client = await TestClient.connect(target, { room: 'hint-only' });
    client.send({ type: 'message', room: 'hint-only', data: 1 });
    expect((await client.next('error')).code).toBe('not_in_room');
  }),
];
