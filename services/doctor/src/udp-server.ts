import type { TurnCredential } from './stun/credential.ts';
import type { TurnServer } from './turn-server.ts';
import type { Visit } from './visit.ts';

/** The TURN server that the questions about relaying are put to: the first over UDP that has a credential. */
export async function firstUdp(
  visit: Visit,
): Promise<(TurnServer & { readonly credential: TurnCredential }) | undefined> {
  for (const server of await visit.turnServers()) {
    const { credential, transport } = server;
    if (transport === 'udp' && credential) return { ...server, credential };
  }
  return undefined;
}
