import type { Check } from '../check.ts';
import { isLoopback } from '../deployment.ts';
import { fault, ok } from '../finding.ts';
import type { TurnServer } from '../turn-server.ts';
import type { Visit } from '../visit.ts';

/** Peers are told of a TURN server that they can reach, with a credential. */
export const iceServers: Check = {
  name: 'ice servers',
  needs: ['store'],
  async run(visit) {
    const servers = await visit.turnServers();
    if (servers.length === 0) {
      return fault('peers are told of no TURN server: who sits behind a strict firewall can call nobody', {
        setting: 'TURN_URLS',
        file: '.env',
        how: 'turn:HOST:3478?transport=udp and its siblings; the stack has them by itself where PUBLIC_HOST is set',
      });
    }
    if (servers.some(({ credential }) => credential === undefined)) {
      return fault('peers get no credential for TURN', {
        setting: 'TURN_SECRET_FILE',
        file: 'docker-compose.yml',
        how: 'the secret that the nodes share with coturn',
      });
    }
    const astray = await loopbackServer(visit, servers);
    if (astray) {
      return fault(`peers are told ${astray.url}, which is their own machine`, {
        setting: 'PUBLIC_HOST',
        file: '.env',
        how: 'the name or address under which other machines reach this one; or TURN_URLS',
      });
    }
    return ok(servers.map(({ url }) => url).join(', '));
  },
};

// Only a deployment that is met as localhost itself may say localhost.
async function loopbackServer({ deployment }: Visit, servers: readonly TurnServer[]) {
  const { host } = deployment.settings;
  if (isLocal(host)) return undefined;
  return servers.find((server) => isLocal(server.host));
}

function isLocal(host: string): boolean {
  return host === 'localhost' || isLoopback(host);
}
