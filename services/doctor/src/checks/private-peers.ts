import type { Check } from '../check.ts';
import { fault, notTried, ok } from '../finding.ts';
import { StunError } from '../stun/turn-client.ts';
import type { TurnClient } from '../stun/turn-client.ts';
import { withTurn } from '../turn-server.ts';
import { firstUdp } from '../udp-server.ts';

/** One address of each kind of network that is nobody else's business; the last has a cloud's secrets. */
const PRIVATE = ['127.0.0.1', '10.0.0.1', '172.16.0.1', '192.168.0.1', '100.64.0.1', '169.254.169.254'];

/** The relay is no way into the private network that it stands in. */
export const privatePeers: Check = {
  name: 'private peers',
  needs: ['turn udp'],
  async run(visit) {
    const server = await firstUdp(visit);
    if (!server) return notTried('no TURN server over UDP');
    const open = await withTurn(visit.deployment, server, async (client) => {
      await client.allocate(server.credential);
      const reached: string[] = [];
      for (const peer of PRIVATE) if (await isGranted(client, peer)) reached.push(peer);
      return reached;
    });
    if (open.length === 0) return ok(`${PRIVATE.length} private addresses answer 403`);
    return fault(`it would relay to ${open.join(', ')}`, {
      setting: 'denied-peer-ip',
      file: 'services/turn/denied-peers.conf',
      how: 'coturn has to deny every private range, or any caller reaches your network through it',
    });
  },
};

async function isGranted(client: TurnClient, peer: string): Promise<boolean> {
  try {
    await client.createPermission(peer);
    return true;
  } catch (error) {
    if (error instanceof StunError && error.code === 403) return false;
    throw error;
  }
}
