import { once } from 'node:events';
import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Registry } from 'prom-client';

export interface MetricsPage extends AsyncDisposable {
  readonly port: number;
}

/** `/metrics` in Prometheus's text format, for the operator's network alone. */
export async function serveMetrics(registry: Registry, port: number): Promise<MetricsPage> {
  const server = createServer((request, response) => {
    if (request.url === '/metrics') void tell(registry, response);
    else response.writeHead(404).end();
  });
  server.listen(port);
  await once(server, 'listening');
  return {
    // A TCP listener's address is an object.
    port: (server.address() as AddressInfo).port,
    [Symbol.asyncDispose]: async () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function tell(registry: Registry, response: ServerResponse): Promise<void> {
  try {
    const text = await registry.metrics();
    response.writeHead(200, { 'content-type': registry.contentType }).end(text);
  } catch {
    response.writeHead(500).end();
  }
}
