// Socket.IO as its own documentation says it is fastest: WebSocket only, no compression, the request of the handshake
// let go. ADAPTER is none, classic or sharded. Each message goes to one peer, by the room that is its socket's id.
import { createServer } from 'node:http';
import { createAdapter, createShardedAdapter } from '@socket.io/redis-adapter';
import { Redis } from 'ioredis';
import { Server } from 'socket.io';
import { announce } from './announce.ts';

const { ADAPTER = 'none', REDIS_URL = '' } = process.env;

const http = createServer();
const io = new Server(http, {
  transports: ['websocket'],
  perMessageDeflate: false,
  httpCompression: false,
  serveClient: false,
});

if (ADAPTER !== 'none') {
  const publisher = new Redis(REDIS_URL);
  const subscriber = publisher.duplicate();
  io.adapter(
    ADAPTER === 'sharded'
      ? // A channel for each room, those of single sockets included: the best for messages to one peer.
        createShardedAdapter(publisher, subscriber, { subscriptionMode: 'dynamic-private' })
      : createAdapter(publisher, subscriber),
  );
}

io.engine.on('connection', (socket: { request: unknown }) => {
  socket.request = null;
});
io.on('connection', (socket) => {
  socket.on('join', async (room: string, joined: () => void) => {
    await socket.join(room);
    joined();
  });
  socket.on('message', (to: string, data: unknown) => io.to(to).emit('message', socket.id, data));
});

http.listen(0, '127.0.0.1', () => announce(http.address()));
