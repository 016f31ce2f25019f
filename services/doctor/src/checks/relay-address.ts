import type { Check } from '../check.ts';
import { fault, notTried, ok, warning } from '../finding.ts';
import type { Finding } from '../finding.ts';
import { isPrivateAddress } from '../private-address.ts';
import { withTurn } from '../turn-server.ts';
import { firstUdp } from '../udp-server.ts';

/** The relayed address that peers are told is one that others can reach. */
export const relayAddress: Check = {
  name: 'relay address',
  needs: ['turn udp'],
  async run(visit) {
    const { deployment } = visit;
    const server = await firstUdp(visit);
    if (!server) return notTried('no TURN server over UDP');
    const { address } = await withTurn(deployment, server, (client) => client.allocate(server.credential));
    return judgeRelayAddress(address, { host: server.host, own: await deployment.addressesOf(server.host) });
  },
};

/** @param server the name by which the TURN server is known, and the addresses of that name */
export function judgeRelayAddress(
  told: string,
  server: { readonly host: string; readonly own: readonly string[] },
): Finding {
  const { host, own } = server;
  if (own.includes(told)) return ok(`callers are told ${told}`);
  const hasPublic = own.some((address) => !isPrivateAddress(address));
  const remedy = {
    setting: 'TURN_EXTERNAL_IP',
    file: '.env',
    how: `the address under which others reach this machine${hasPublic ? `, such as ${own[0]}` : ''}`,
  };
  if (!isPrivateAddress(told)) {
    return warning(`callers are told ${told}, while ${host} is ${own.join(', ')}`, remedy);
  }
  const seen = `callers are told ${told}, which is private`;
  // Where all is met at private addresses, the calls may be meant to stay on this machine.
  return hasPublic
    ? fault(`${seen}: no other machine reaches it`, remedy)
    : warning(`${seen}: calls are relayed on this machine only`, remedy);
}
