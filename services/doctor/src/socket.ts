import { SUBPROTOCOL } from '@parley/shared/version';
import { isIPv6 } from 'node:net';
import { WebSocket } from 'ws';
import type { Deployment } from './deployment.ts';

const HANDSHAKE_MS = 5_000;

/** The answer to an upgrade that was none: its HTTP status. */
export class UpgradeRefused extends Error {
  readonly status: number;
  constructor(status: number) {
    super(`the upgrade to a WebSocket was answered with HTTP ${status}`);
    this.status = status;
  }
}

export interface SocketOptions {
  /** The room that a proxy reads, which may be another than the one that is joined: so one finds another node. */
  readonly hint?: string;
  readonly origin?: string;
}

/** A WebSocket by the way that a page takes. What is wrong with the certificate is not asked here. */
export async function openSocket(
  deployment: Deployment,
  { hint, origin }: SocketOptions = {},
): Promise<WebSocket> {
  const { host, httpsPort } = deployment.settings;
  const address = await deployment.addressOf(host);
  const query = hint === undefined ? '' : `?room=${encodeURIComponent(hint)}`;
  const url = `wss://${isIPv6(address) ? `[${address}]` : address}:${httpsPort}/ws${query}`;
  const socket = new WebSocket(url, [SUBPROTOCOL], {
    headers: { host: deployment.authority },
    handshakeTimeout: HANDSHAKE_MS,
    rejectUnauthorized: false,
    ...(/[a-z]/i.test(host) ? { servername: host } : {}),
    ...(origin === undefined ? {} : { origin }),
  });
  return new Promise((resolve, reject) => {
    socket.once('open', () => resolve(socket));
    socket.on('error', reject);
    socket.once('unexpected-response', (_request, response) => {
      reject(new UpgradeRefused(response.statusCode ?? 0));
      socket.terminate();
    });
  });
}
