// What stands before the nodes: TLS, the way to a node by the room in the address, and a redirect from HTTP. Each of
// these can be got wrong on purpose.
import { once } from 'node:events';
import { createServer as createHttp } from 'node:http';
import { createServer as createHttps } from 'node:https';
import { connect } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { createServer as createTls } from 'node:tls';
import type { RunningNode } from '../node-fixture.ts';
import type { KeyPair } from './certificates.ts';

export interface FrontOptions {
  readonly pair: KeyPair;
  readonly nodes: readonly RunningNode[];
  /** The answer to all and everything in place of a node's. */
  readonly status?: number;
  /** The port that the redirect names; its own without it. */
  readonly redirectPort?: number;
  /** The answer of the HTTP port in place of a redirect. */
  readonly plainStatus?: number;
  /** Put before each request line's headers, as a proxy may: another Host, for one. */
  readonly host?: string;
}

export interface Front extends AsyncDisposable {
  readonly httpsPort: number;
  readonly httpPort: number;
}

export async function startFront(options: FrontOptions): Promise<Front> {
  const { pair, status, plainStatus } = options;
  const secure =
    status === undefined
      ? createTls(pair, (socket) => lead(socket, options))
      : createHttps(pair, (_request, response) => response.writeHead(status).end()).on(
          'upgrade',
          (_request, socket) => socket.end(`HTTP/1.1 ${status} No\r\ncontent-length: 0\r\n\r\n`),
        );
  const httpsPort = await listen(secure);
  const plain = createHttp((request, response) => {
    const host = request.headers.host?.replace(/:\d+$/, '') ?? '';
    const location = `https://${host}:${options.redirectPort ?? httpsPort}${request.url}`;
    response.writeHead(plainStatus ?? 308, plainStatus === undefined ? { location } : {}).end();
  });
  const httpPort = await listen(plain);
  return {
    httpsPort,
    httpPort,
    [Symbol.asyncDispose]: async () => {
      await Promise.all([secure, plain].map(close));
    },
  };
}

function lead(socket: Socket, { nodes, host }: FrontOptions): void {
  socket.on('error', () => {});
  socket.once('data', (bytes: Buffer) => {
    const head = bytes.toString('latin1');
    const room = /[?&]room=([^ &]*)/.exec(head)?.[1] ?? '';
    const sum = Buffer.from(room).reduce((total, byte) => total + byte, 0);
    const node = nodes[sum % nodes.length];
    const upstream = connect(Number(new URL(node?.http ?? 'http://127.0.0.1:1').port), '127.0.0.1');
    upstream.on('error', () => socket.destroy());
    upstream.write(host === undefined ? head : head.replace(/^host: .*$/im, `host: ${host}`), 'latin1');
    socket.pipe(upstream).pipe(socket);
  });
}

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A TCP listener's address is an object.
  return (server.address() as AddressInfo).port;
}

async function close(server: Server): Promise<void> {
  server.close();
  if ('closeAllConnections' in server && typeof server.closeAllConnections === 'function') {
    server.closeAllConnections();
  }
}
