import type { IncomingMessage, RequestListener } from 'node:http';
import type { Duplex } from 'node:stream';
import type { IceConfig } from '@parley/shared/ice';
import { SUBPROTOCOL } from '@parley/shared/version';

/** What is asked beside the WebSocket. */
export function httpSide(ice: IceConfig): RequestListener {
  return ({ url = '/' }, response) => {
    switch (new URL(url, 'http://mock').pathname) {
      case '/ws':
        response.writeHead(426, { upgrade: 'websocket' }).end('this is a WebSocket address; upgrade to it\n');
        break;
      case '/healthz':
      case '/readyz':
        response.writeHead(200).end('ok\n');
        break;
      case '/api/ice-servers':
        response
          .writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' })
          .end(JSON.stringify(ice));
        break;
      default:
        response.writeHead(404).end();
    }
  };
}

/** The HTTP status for an upgrade that is refused; undefined for one that is not. */
export function refusedStatus({ url = '/', headers }: IncomingMessage): number | undefined {
  if (new URL(url, 'http://mock').pathname !== '/ws') return 404;
  const offered = headers['sec-websocket-protocol']?.split(',').map((name) => name.trim());
  return offered && !offered.includes(SUBPROTOCOL) ? 400 : undefined;
}

/** Ends an upgrade with a plain HTTP answer. */
export function refuseUpgrade(socket: Duplex, status: number): void {
  socket.end(`HTTP/1.1 ${status} Refused\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}
