import { expect, it } from 'vitest';
import { TestClient, freshRoom } from '../support/test-client.ts';
import type { ProtocolTarget } from './protocol-suite.ts';

export function leavingTests(target: () => ProtocolTarget): void {
  it('answers a leave, and tells the others at once', async () => {
    const room = freshRoom();
    await using ann = await TestClient.join(target(), room);
    await using bob = await TestClient.join(target(), room);
    bob.send({ type: 'leave', room, ref: 'l' });
    expect(await bob.next('leaved')).toEqual({ type: 'leaved', room, id: bob.joined.id, ref: 'l' });
    expect(await ann.next('bye')).toEqual({ type: 'bye', room, id: bob.joined.id, reason: 'left', seq: 3 });
  });

  it('lets a client that left join again, as somebody new', async () => {
    const room = freshRoom();
    await using ann = await TestClient.join(target(), room);
    await using bob = await TestClient.join(target(), room);
    bob.send({ type: 'leave', room });
    bob.send({ type: 'join', room });
    const again = await bob.next('joined');
    expect(again.id).not.toBe(bob.joined.id);
    expect(again.peers).toEqual([{ id: ann.joined.id }]);
  });

  it.each([1000, 1001, undefined])('takes a closed tab (code %s) as leaving', async (code) => {
    const room = freshRoom();
    await using ann = await TestClient.join(target(), room);
    const bob = await TestClient.join(target(), room);
    await bob.close(code);
    expect(await ann.next('bye')).toMatchObject({ id: bob.joined.id, reason: 'left' });
  });

  it('lets nobody reach one who left', async () => {
    const room = freshRoom();
    await using ann = await TestClient.join(target(), room);
    await using bob = await TestClient.join(target(), room);
    bob.send({ type: 'leave', room });
    await ann.next('bye');
    ann.send({ type: 'message', room, to: bob.joined.id, data: 1 });
    expect(await ann.next('error')).toMatchObject({ code: 'unknown_peer', to: bob.joined.id });
    bob.send({ type: 'message', room, to: ann.joined.id, data: 1 });
    expect(await bob.next('error')).toMatchObject({ code: 'not_in_room' });
  });

  it('refuses to leave a room one is not in', async () => {
    await using ann = await TestClient.join(target(), freshRoom());
    ann.send({ type: 'leave', room: 'another', ref: 'q' });
    expect(await ann.next('error')).toMatchObject({ code: 'not_in_room', room: 'another', ref: 'q' });
  });

  it('keeps the place of a dropped connection for the window, then says bye, lost', async () => {
    const room = freshRoom();
    await using ann = await TestClient.join(target(), room);
    const bob = await TestClient.join(target(), room);
    await bob.cut();
    await using eve = await TestClient.join(target(), room);
    expect(eve.joined.peers.map((peer) => peer.id)).toContain(bob.joined.id);
    expect(await ann.next('bye', 25_000)).toMatchObject({ id: bob.joined.id, reason: 'lost' });
  });
}
