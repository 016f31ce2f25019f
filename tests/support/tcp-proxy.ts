import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { reservePort } from './reserve-port.ts';

/** A way to a real server that can be cut and mended. */
export interface TcpProxy extends AsyncDisposable {
  readonly port: number;
  /** Takes connections. */
  up(): Promise<void>;
  /** Refuses new connections and cuts those there are. */
  down(): Promise<void>;
}

/** A proxy to `host:port` on a port of its own, which stays the same. It begins down. */
export async function tcpProxy(host: string, port: number): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  let server: Server | undefined;
  const own = await reservePort();

  const down = async () => {
    const closing = server;
    server = undefined;
    for (const socket of sockets) socket.destroy();
    if (!closing) return;
    closing.close();
    await once(closing, 'close');
  };
  return {
    port: own,
    async up() {
      server = createServer((socket) => join(socket, connect(port, host), sockets));
      server.listen(own, '127.0.0.1');
      await once(server, 'listening');
    },
    down,
    [Symbol.asyncDispose]: down,
  };
}

function join(client: Socket, upstream: Socket, sockets: Set<Socket>): void {
  for (const [socket, other] of [
    [client, upstream],
    [upstream, client],
  ] as const) {
    sockets.add(socket);
    socket.pipe(other);
    socket.on('error', () => {}); // `close` follows
    socket.on('close', () => {
      sockets.delete(socket);
      other.destroy();
    });
  }
}
