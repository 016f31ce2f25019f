import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const PLAIN = new URL('../../docs/examples/plain.html', import.meta.url);

export interface ExampleSite extends AsyncDisposable {
  /** The address of plain.html for a server and a room. */
  plain(server: string, room: string): string;
}

/** Serves docs/examples/plain.html from an origin of its own, as somebody else's site would. */
export async function startExampleSite(): Promise<ExampleSite> {
  const page = await readFile(PLAIN);
  const server = createServer(({ url }, response) => {
    if (url?.startsWith('/plain.html')) response.writeHead(200, { 'content-type': 'text/html' }).end(page);
    else response.writeHead(204).end(); // no icon
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A TCP listener's address is an object.
  const { port } = server.address() as AddressInfo;
  return {
    plain(url, room) {
      return `http://127.0.0.1:${port}/plain.html?${new URLSearchParams({ url, room }).toString()}`;
    },
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
