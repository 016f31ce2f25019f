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
  /** Holds the connections there are open, and swallows what the server answers on them. */
  mute(): void;
  /** Leads new connections elsewhere; those there are stay. */
  aim(port: number): void;
}

/** A proxy to `host:port` on a port of its own, which stays the same. It begins down. */
export async function tcpProxy(host: string, port: number): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  const upstreams = new Set<Socket>();
  let server: Server | undefined;
  let target = port;
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
      server = createServer((socket) => {
        const upstream = connect(target, host);
        upstreams.add(upstream);
        upstream.on('close', () => upstreams.delete(upstream));
        join(socket, upstream, sockets);
      });
      server.listen(own, '127.0.0.1');
      await once(server, 'listening');
    },
    down,
    mute() {
      // Read all the same: a server that cannot write would notice.
      for (const upstream of upstreams) upstream.unpipe().resume();
    },
    aim(elsewhere) {
      target = elsewhere;
    },
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
