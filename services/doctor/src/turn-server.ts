import type { IceServer } from '@parley/shared/ice';
import type { Deployment } from './deployment.ts';
import type { TurnCredential } from './stun/credential.ts';
import { tcpTransport, tlsTransport, udpTransport } from './stun/transport.ts';
import { TurnClient } from './stun/turn-client.ts';

export const TURN_TRANSPORTS = ['udp', 'tcp', 'tls'] as const;
export type TurnTransport = (typeof TURN_TRANSPORTS)[number];

/** One TURN address with its credential: RFC 7065. */
export interface TurnServer {
  readonly url: string;
  readonly transport: TurnTransport;
  readonly host: string;
  readonly port: number;
  readonly credential: TurnCredential | undefined;
}

/** What of `iceServers` is TURN. An address that no browser would take is left out. */
export function turnServersOf(iceServers: readonly IceServer[]): TurnServer[] {
  return iceServers.flatMap(({ urls, username, credential: password }) =>
    [urls].flat().flatMap((url) => {
      const parts = /^(turns?):(\[[\d:a-f.]+\]|[\w.-]+)(?::(\d+))?(?:\?transport=(udp|tcp))?$/i.exec(url);
      if (!parts) return [];
      const [, scheme, host = '', port = scheme === 'turns' ? '5349' : '3478', given = 'udp'] = parts;
      const credential =
        username === undefined || password === undefined ? undefined : { username, password };
      const transport: TurnTransport = scheme === 'turns' ? 'tls' : given === 'tcp' ? 'tcp' : 'udp';
      return [{ url, transport, host: host.replace(/^\[|\]$/g, ''), port: Number(port), credential }];
    }),
  );
}

/** A client of a TURN server, over the transport that its address asks for. */
export async function openTurn(deployment: Deployment, server: TurnServer): Promise<TurnClient> {
  const { host, port, transport } = server;
  const where = { address: await deployment.addressOf(host), port };
  if (transport === 'udp') return new TurnClient(await udpTransport(where));
  if (transport === 'tcp') return new TurnClient(await tcpTransport(where));
  return new TurnClient(await tlsTransport(where, host));
}

/** Uses one client after another and frees its allocation, whatever came of it. */
export async function withTurn<Result>(
  deployment: Deployment,
  server: TurnServer,
  use: (client: TurnClient) => Promise<Result>,
): Promise<Result> {
  const client = await openTurn(deployment, server);
  try {
    return await use(client);
  } finally {
    await client.close();
  }
}
