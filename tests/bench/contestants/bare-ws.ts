// The floor: a relay on plain ws that pairs the sockets of a room by the URL, and passes bytes on unread.
import { WebSocketServer } from 'ws';
import { announce } from './announce.ts';
import { Pairs } from './pairs.ts';

const pairs = new Pairs();
const server = new WebSocketServer({
  port: 0,
  host: '127.0.0.1',
  perMessageDeflate: false,
  clientTracking: false,
});
server.on('connection', (socket, request) => pairs.serve(socket, request.url ?? ''));
server.on('listening', () => announce(server.address()));
