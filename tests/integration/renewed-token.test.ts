import type { ReconnectPolicy } from '@parley/client/reconnect-policy';
import { SignalingConnection } from '@parley/client/signaling';
import { describe, expect, it } from 'vitest';
import { startNode } from '../support/node-fixture.ts';
import { poll } from '../support/poll.ts';
import { JOIN_TOKEN_SECRET, roomToken } from '../support/room-token.ts';
import { freshRoom } from '../support/test-client.ts';

/** Tokens hold for two seconds more than they say, so that a slow machine renews in time. */
const ENV = { JOIN_TOKEN_SECRET, JOIN_TOKEN_LEEWAY_MS: '2000' };

function connect(url: string, token: () => Promise<string>, reconnectDelay?: ReconnectPolicy) {
  const sockets: WebSocket[] = [];
  const connection = new SignalingConnection({
    url,
    token,
    reconnectDelay,
    webSocket: (to, subprotocol) => {
      const socket = new WebSocket(to, subprotocol);
      sockets.push(socket);
      return socket;
    },
  });
  const states: string[] = [];
  connection.on('state', ({ name }) => states.push(name));
  return { connection, sockets, states };
}

describe('the library, where a node asks for room tokens', () => {
  it('shows a fresh one before the last one runs out, and resumes by it', async () => {
    await using node = await startNode({ env: ENV });
    const room = freshRoom();
    let given = 0;
    const give = () => {
      given += 1;
      return roomToken(room, 2);
    };
    const { connection, sockets, states } = connect(node.url, give, () => 10);
    await connection.join(room, 'Ann');
    const { id } = connection;
    await poll('two were renewed', () => given >= 3);
    expect([connection.id, sockets.length]).toEqual([id, 1]);
    // The first token is over by now: only the last one lets the session come back.
    sockets[0]?.close(4000);
    await poll('it is back', () => sockets.length === 2 && connection.isOpen);
    expect(connection.id).toBe(id);
    expect(states).toEqual(['joining', 'joined', 'away', 'joined']);
    connection.leave();
  });

  it('stops where there is no other, and says by the close code that it may not stay', async () => {
    await using node = await startNode({ env: { ...ENV, JOIN_TOKEN_LEEWAY_MS: '0' } });
    const room = freshRoom();
    const only = await roomToken(room, 3);
    const { connection } = connect(node.url, async () => only);
    await connection.join(room);
    await poll('it was sent away', () => connection.state.name !== 'joined');
    expect(connection.state).toEqual({ name: 'stopped', because: { kind: 'closed', code: 4502 } });
  });
});
