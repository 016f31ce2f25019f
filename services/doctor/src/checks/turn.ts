import type { Check } from '../check.ts';
import { fault, notTried, ok, warning } from '../finding.ts';
import type { Finding } from '../finding.ts';
import { lookAtCertificate } from '../tls-look.ts';
import { refusalOf } from '../turn-refusal.ts';
import { withTurn } from '../turn-server.ts';
import type { TurnServer, TurnTransport } from '../turn-server.ts';
import type { Visit } from '../visit.ts';

/** A relay is really allocated over one transport, at each server that has it, with the credential of a peer. */
export function turn(transport: TurnTransport): Check {
  return {
    name: `turn ${transport}`,
    needs: ['ice servers'],
    async run(visit) {
      const servers = (await visit.turnServers()).filter((server) => server.transport === transport);
      if (servers.length === 0) return notTried(`no address in TURN_URLS is for ${transport}`);
      const findings: Finding[] = [];
      for (const server of servers) findings.push(await allocated(visit, server));
      return findings.find(({ outcome }) => outcome !== 'ok') ?? findings[0] ?? notTried('no server');
    },
  };
}

async function allocated(visit: Visit, server: TurnServer): Promise<Finding> {
  const { deployment } = visit;
  const { credential, url } = server;
  if (!credential) return notTried('without a credential');
  const started = performance.now();
  try {
    await withTurn(deployment, server, (client) => client.allocate(credential));
  } catch (error) {
    return refusalOf(error, server);
  }
  const seen = `${url} allocates in ${(performance.now() - started).toFixed(0)} ms`;
  return server.transport === 'tls' ? trusted(visit, server, seen) : ok(seen);
}

/** Nobody can click a warning away for `turns:`. */
async function trusted({ deployment }: Visit, { host, port }: TurnServer, seen: string): Promise<Finding> {
  const address = await deployment.addressOf(host);
  const verdict = await lookAtCertificate(deployment, { host, address, port });
  if (verdict.is === 'good') return ok(seen);
  const remedy = {
    setting: 'tls.crt and tls.key',
    file: 'secrets/',
    how: 'a pair that browsers trust, for this name: secrets/README.md',
  };
  if (verdict.is === 'self-signed')
    return warning(`${seen}; browsers hang up, as its certificate is self-signed`, remedy);
  return fault(`${seen}; browsers hang up, as its certificate is ${verdict.is}`, remedy);
}
