// The same relay under fastify and @fastify/websocket: what the framework costs.
import fastifyWebsocket from '@fastify/websocket';
import Fastify from 'fastify';
import { announce } from './announce.ts';
import { Pairs } from './pairs.ts';

const pairs = new Pairs();
const app = Fastify();
await app.register(fastifyWebsocket, { options: { perMessageDeflate: false, clientTracking: false } });
app.get('/ws', { websocket: true }, (socket, request) => pairs.serve(socket, request.url));
await app.listen({ port: 0, host: '127.0.0.1' });
announce(app.server.address());
