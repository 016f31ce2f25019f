import { once } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fastifyWebsocket from '@fastify/websocket';
import fastify from 'fastify';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { forgetUpgrade } from './forget-upgrade.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

it('leaves nothing of the request and its answer with a WebSocket, which works on', async () => {
  const app = fastify();
  onTestFinished(() => app.close());
  await app.register(fastifyWebsocket);
  const kept: WeakRef<object>[] = [];
  app.addHook('onRequest', async (request, reply) => {
    kept.push(new WeakRef(request), new WeakRef(request.raw), new WeakRef(reply), new WeakRef(reply.raw));
  });
  app.get('/ws', { websocket: true }, (socket, request) => {
    forgetUpgrade(socket, request.raw);
    socket.on('error', () => {});
    socket.on('message', (bytes: Buffer) => socket.send(bytes));
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  const client = new WebSocket(`ws://127.0.0.1:${port}/ws`);
  await once(client, 'open');

  client.send('still here');
  expect(String((await once(client, 'message'))[0])).toBe('still here');
  // What a turn has touched is not collected in it.
  await turn();
  collectGarbage();
  expect(kept.map((each) => each.deref() === undefined)).toEqual([true, true, true, true]);
  client.terminate();
});
