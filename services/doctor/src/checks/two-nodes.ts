import type { Check } from '../check.ts';
import { joinApart } from '../different-nodes.ts';
import type { Pair } from '../different-nodes.ts';
import { fault, ok, warning } from '../finding.ts';
import type { Finding } from '../finding.ts';
import type { Member } from '../member.ts';

/** Two peers of one room see and hear each other, through different nodes where there are several. */
export const twoNodes: Check = {
  name: 'two nodes',
  needs: ['store'],
  async run({ deployment, nodes }) {
    const pair = await joinApart(deployment);
    try {
      return await judged(pair, nodes);
    } finally {
      await pair[Symbol.asyncDispose]();
    }
  },
};

async function judged({ first, second, areApart }: Pair, nodes: number | undefined): Promise<Finding> {
  const started = performance.now();
  const meet = second.joined.peers.some(({ id }) => id === first.joined.id) && (await hearsOf(first, second));
  if (!meet || !(await passes(first, second)) || !(await passes(second, first))) {
    return fault(areApart ? 'peers on different nodes do not meet' : 'two peers of one room do not meet', {
      setting: 'REDIS_URL',
      file: 'docker-compose.yml',
      how: 'all nodes have to share one Redis: the same address, the same database',
    });
  }
  const each = `hear each other in ${((performance.now() - started) / 3).toFixed(1)} ms`;
  if (areApart) return ok(`peers on two nodes ${each}`);
  if (nodes === undefined || nodes === 1) return ok(`one node answers; its peers ${each}`);
  return warning(`${nodes} nodes are ready, but all rooms were sent to one`, {
    setting: 'upstream signaling',
    file: 'infra/nginx/parley.conf.template',
    how: 'nginx spreads rooms over what the name signaling resolves to; it may not have seen the new ones yet',
  });
}

/** Whoever writes to a newcomer before it has heard of it is told that there is no such peer. */
async function hearsOf(first: Member, second: Member): Promise<boolean> {
  try {
    return (await first.next('otherjoin')).id === second.joined.id;
  } catch {
    return false; // not in time
  }
}

async function passes(from: Member, to: Member): Promise<boolean> {
  from.say({ type: 'message', room: from.joined.room, to: to.joined.id, data: { doctor: true } });
  try {
    return (await to.next('message')).from === from.joined.id;
  } catch {
    return false; // not in time
  }
}
