import { createSocket } from 'node:dgram';
import type { Check } from '../check.ts';
import { fault, notTried, ok } from '../finding.ts';
import { isPrivateAddress } from '../private-address.ts';
import type { TurnClient } from '../stun/turn-client.ts';
import type { TransportAddress } from '../stun/xor-address.ts';
import { withTurn } from '../turn-server.ts';
import { firstUdp } from '../udp-server.ts';

const BYTE = Buffer.from([1]);
const KNOCKS = 5;

/** The relayed port is one of those that are published, and a packet from the outside gets in there. */
export const relayPorts: Check = {
  name: 'relay ports',
  needs: ['relay address'],
  async run(visit) {
    const { deployment } = visit;
    const { min, max } = deployment.settings.relayPorts;
    const server = await firstUdp(visit);
    if (!server) return notTried('no TURN server over UDP');
    return withTurn(deployment, server, async (client) => {
      const relayed = await client.allocate(server.credential);
      if (relayed.port < min || relayed.port > max) {
        return fault(`a relay got port ${relayed.port}, outside of ${min} to ${max}`, {
          setting: 'TURN_MIN_PORT and TURN_MAX_PORT',
          file: '.env',
          how: 'what coturn relays from must be what is published and open in the firewall',
        });
      }
      const { address } = await client.binding();
      const within = `port ${relayed.port} of ${min} to ${max}`;
      // Such peers it relays nothing for, as it must.
      if (isPrivateAddress(address))
        return ok(`${within}; whether they are open is seen from a public address only`);
      if (await getsIn(client, relayed, address)) return ok(`${within}, and a packet gets in there`);
      return fault(`a packet to ${relayed.address}:${relayed.port} does not get in`, {
        setting: 'TURN_MIN_PORT and TURN_MAX_PORT',
        file: '.env',
        how: `UDP ${min} to ${max} has to be published by turn and open in the firewall`,
      });
    });
  },
};

async function getsIn(client: TurnClient, relayed: TransportAddress, own: string): Promise<boolean> {
  await client.createPermission(own);
  const socket = createSocket('udp4');
  socket.on('error', () => {});
  const knock = () => socket.send(BYTE, relayed.port, relayed.address);
  const again = setInterval(knock, 1_000 / KNOCKS);
  try {
    knock();
    return (await client.nextData(3_000)).data.equals(BYTE);
  } catch {
    return false; // not in time
  } finally {
    clearInterval(again);
    socket.close();
  }
}
