import { expect, it } from 'vitest';
import { TestClient, refusedUpgrade } from '../support/test-client.ts';
import type { ProtocolTarget } from './protocol-suite.ts';

export function connectionTests(target: () => ProtocolTarget): void {
  it('selects the subprotocol where it is offered, also among others', async () => {
    await using plain = await TestClient.connect(target(), { protocols: ['parley.v1'] });
    expect(plain.socket.protocol).toBe('parley.v1');
    await using among = await TestClient.connect(target(), { protocols: ['parley.v9', 'parley.v1'] });
    expect(among.socket.protocol).toBe('parley.v1');
  });

  it('speaks version 1 with a client that offers no subprotocol', async () => {
    await using client = await TestClient.connect(target(), { protocols: [] });
    expect(client.socket.protocol).toBe('');
    client.send({ type: 'ping' });
    await client.next('pong');
  });

  it('refuses a client that offers only unknown subprotocols with 400', async () => {
    expect(await refusedUpgrade(target(), { protocols: ['parley.v9'] })).toBe(400);
  });

  it('refuses a page of another origin with 403, and takes one of its own', async () => {
    expect(await refusedUpgrade(target(), { origin: 'https://evil.example' })).toBe(403);
    expect(await refusedUpgrade(target(), { origin: 'null' })).toBe(403);
    await using own = await TestClient.connect(target(), { origin: new URL(target().http).origin });
    own.send({ type: 'ping' });
    await own.next('pong');
  });

  it('needs no room in the address, and does not trust one', async () => {
    await using client = await TestClient.connect(target(), { room: 'hint-only' });
    client.send({ type: 'message', room: 'hint-only', data: 1 });
    expect((await client.next('error')).code).toBe('not_in_room');
  });
}
