import { causeOf } from '../cause.ts';
import type { Check } from '../check.ts';
import { fault, notTried, ok } from '../finding.ts';
import type { Finding } from '../finding.ts';
import { StunError } from '../stun/turn-client.ts';
import type { TurnClient } from '../stun/turn-client.ts';
import type { TransportAddress } from '../stun/xor-address.ts';
import { withTurn } from '../turn-server.ts';
import { firstUdp } from '../udp-server.ts';

const TRIES = 3;

/** Two peers that both relay get bytes to each other, both ways: a call of two who can reach nobody directly. */
export const relayedBytes: Check = {
  name: 'relayed bytes',
  needs: ['turn udp'],
  async run(visit) {
    const { deployment } = visit;
    const server = await firstUdp(visit);
    if (!server) return notTried('no TURN server over UDP');
    return withTurn(deployment, server, (one) =>
      withTurn(deployment, server, async (other) => {
        const first = await one.allocate(server.credential);
        const second = await other.allocate(server.credential);
        return meet({ client: one, relayed: first }, { client: other, relayed: second });
      }),
    );
  },
};

interface End {
  readonly client: TurnClient;
  readonly relayed: TransportAddress;
}

async function meet(one: End, other: End): Promise<Finding> {
  const started = performance.now();
  try {
    await one.client.createPermission(other.relayed.address);
    await other.client.createPermission(one.relayed.address);
    const there = await arrives(one, other);
    const back = there && (await arrives(other, one));
    if (back) return ok(`both ways in ${((performance.now() - started) / 2).toFixed(0)} ms`);
    return fault('a relay is given, but nothing gets through it', {
      setting: 'TURN_EXTERNAL_IP',
      file: '.env',
      how: "two relayed peers meet at this address: it must lead to this machine from this machine too; TURN_RELAY_IP is coturn's own where it has several",
    });
  } catch (error) {
    const isDenied = error instanceof StunError && error.code === 403;
    return fault(isDenied ? 'coturn denies its own relays (403)' : `no permission (${causeOf(error)})`, {
      setting: 'allowed-peer-ip',
      file: 'services/turn/entrypoint.sh',
      how: "coturn's own relay address has to be allowed, or two relayed peers can't meet",
    });
  }
}

async function arrives(from: End, to: End): Promise<boolean> {
  const data = Buffer.from(crypto.randomUUID());
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    from.client.send(to.relayed, data);
    const got = await to.client.nextData(1_000).catch(() => undefined);
    if (got?.data.equals(data)) return true;
  }
  return false;
}
