import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { reservePort } from './reserve-port.ts';

/** A way to a real server that can be cut and mended. */
export interface TcpProxy extends AsyncDisposable {
  readonly port: number;
  /** The address of the same server by way of this, login and all. */
  instead(url: URL): string;
  /** Takes connections. */
  up(): Promise<void>;
  /** Refuses new connections and cuts those there are. */
  down(): Promise<void>;
  /** Holds the connections there are open, and swallows what the server answers on them. */
  mute(): void;
  /** Leads new connections elsewhere; those there are stay. */
  aim(port: number): void;
  /** No byte and no end passes over the connections there are, as when a path is gone; new ones work. */
  forget(): void;
}

/** A proxy to `host:port` on a port of its own, which stays the same. It begins down. */
export async function tcpProxy(host: string, port: number): Promise<TcpProxy> {
  const ways = new Set<Way>();
  let server: Server | undefined;
  let target = port;
  const own = await reservePort();

  const down = async () => {
    const closing = server;
    server = undefined;
    for (const way of ways) way.cut();
    if (!closing) return;
    closing.close();
    await once(closing, 'close');
  };
  return {
    port: own,
    instead(url) {
      const address = new URL(url);
      address.host = `127.0.0.1:${own}`;
      return address.href;
    },
    async up() {
      server = createServer((socket) => join(socket, connect(target, host), ways));
      server.listen(own, '127.0.0.1');
      await once(server, 'listening');
    },
    down,
    mute() {
      for (const way of ways) way.mute();
    },
    aim(elsewhere) {
      target = elsewhere;
    },
    forget() {
      for (const way of ways) way.forget();
    },
    [Symbol.asyncDispose]: down,
  };
}

interface Way {
  cut(): void;
  mute(): void;
  forget(): void;
}

function join(client: Socket, upstream: Socket, ways: Set<Way>): void {
  const ends = [client, upstream];
  let forgotten = false;
  const way: Way = {
    cut() {
      for (const end of ends) end.destroy();
      ways.delete(way);
    },
    mute() {
      // Read all the same: a server that cannot write would notice.
      upstream.unpipe().resume();
    },
    forget() {
      forgotten = true;
      client.unpipe(upstream);
      upstream.unpipe(client);
    },
  };
  ways.add(way);
  client.pipe(upstream);
  upstream.pipe(client);
  for (const end of ends) {
    end.on('error', () => {}); // `close` follows
    end.on('close', () => {
      if (!forgotten) way.cut();
    });
  }
}
