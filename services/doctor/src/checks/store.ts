import { lookup } from 'node:dns/promises';
import { causeOf } from '../cause.ts';
import type { Check } from '../check.ts';
import { fault, ok } from '../finding.ts';
import type { Finding } from '../finding.ts';
import { JoinRefused, ownRoom, withMember } from '../member.ts';
import type { Visit } from '../visit.ts';

/** Each node reaches its store, as far as nodes can be asked from here; and a join, which goes there, is answered. */
export const store: Check = {
  name: 'store',
  needs: ['websocket'],
  async run(visit) {
    const { settings } = visit.deployment;
    const addresses = (await Promise.all(settings.nodes.map(addressesOf))).flat();
    for (const address of addresses) {
      const reason = await notReady(address);
      if (reason !== undefined) return unready(`a node is not ready: ${reason}`);
    }
    if (addresses.length > 0) visit.nodes = addresses.length;
    return joined(visit);
  },
};

async function joined({ deployment, nodes }: Visit): Promise<Finding> {
  const started = performance.now();
  try {
    const { capacity } = await withMember(deployment, ownRoom(), (member) => member.joined);
    const ms = performance.now() - started;
    const ready = nodes === undefined ? '' : `${nodes} nodes ready, `;
    return ok(`${ready}joined in ${ms.toFixed(0)} ms (room of ${capacity})`);
  } catch (error) {
    if (!(error instanceof JoinRefused)) throw error;
    if (error.code === 'unauthorized') {
      return fault(`a join is refused: ${error.message}`, {
        setting: 'JOIN_TOKEN_SECRET_FILE',
        file: '.env',
        how: 'the doctor needs the secret of the nodes, as in `JOIN_TOKEN_SECRET_FILE=secrets/join_token_secret make doctor`, or JOIN_TOKEN with a token that is good for doctor-*',
      });
    }
    return unready(`a join is refused: ${error.code}, ${error.message}`);
  }
}

function unready(seen: string): Finding {
  return fault(seen, {
    setting: 'REDIS_URL',
    file: 'docker-compose.yml',
    how: 'the Redis that all nodes share: `docker compose ps redis`, and `docker compose logs signaling` for what they say of it',
  });
}

/** The address of each replica behind a name, as HOST:PORT. */
async function addressesOf(node: string): Promise<string[]> {
  const { hostname, port } = new URL(`http://${node}`);
  const found = await lookup(hostname, { all: true, family: 4 });
  return found.map(({ address }) => `${address}:${port || '80'}`);
}

async function notReady(address: string): Promise<string | undefined> {
  try {
    const answer = await fetch(`http://${address}/readyz`, { signal: AbortSignal.timeout(5_000) });
    if (answer.ok) return undefined;
    const body: unknown = await answer.json().catch(() => undefined);
    const said = typeof body === 'object' && body !== null && 'reason' in body ? String(body.reason) : '';
    return said || `HTTP ${answer.status}`;
  } catch (error) {
    return causeOf(error instanceof Error && error.cause ? error.cause : error);
  }
}
