import type { Grade } from './grade.ts';
import type { IceUrl } from './ice-url.ts';
import type { Failure, ServerOutcome } from './server-outcome.ts';

/** One address and what came of it; no outcome while it is still being asked. */
export interface AskedServer {
  url: IceUrl;
  outcome: ServerOutcome | undefined;
}

/** What all servers together say about the way out of this network. */
export type Reach =
  | 'none-set'
  | 'no-relay-set'
  | 'open'
  | 'no-udp'
  | 'no-tls'
  | 'tls-untrusted'
  | 'partly'
  | 'refused'
  | 'full'
  | 'untrusted'
  | 'relay-away'
  | 'all-away'
  | 'failing';

const AWAY: readonly Failure[] = ['unreachable', 'silent', 'no-such-host'];

/** Reads the answers of all servers; none may be missing. */
export function readReach(servers: readonly AskedServer[]): Reach {
  if (servers.length === 0) return 'none-set';
  const relays = servers.filter(({ url }) => url.way !== 'stun');
  if (servers.every(passes)) return relays.length === 0 ? 'no-relay-set' : 'open';
  if (relays.length === 0) return servers.some(passes) ? 'no-relay-set' : 'all-away';
  return relays.some(passes) ? someRelay(servers) : noRelay(servers, relays);
}

function someRelay(servers: readonly AskedServer[]): Reach {
  const overUdp = servers.filter(({ url }) => url.transport === 'UDP');
  if (overUdp.length > 0 && overUdp.every(isAway)) return 'no-udp';
  const failing = servers.filter((server) => !passes(server));
  if (failing.some(({ url }) => url.way !== 'turn-tls')) return 'partly';
  return failing.map(failureOf).includes('certificate') ? 'tls-untrusted' : 'no-tls';
}

function noRelay(servers: readonly AskedServer[], relays: readonly AskedServer[]): Reach {
  const failures = relays.map(failureOf);
  if (failures.includes('credential')) return 'refused';
  if (failures.includes('quota') || failures.includes('no-ports')) return 'full';
  if (failures.includes('certificate')) return 'untrusted';
  if (!relays.every(isAway)) return 'failing';
  return servers.some(passes) ? 'relay-away' : 'all-away';
}

/** What it means for a call. A relay that is reached by one way will do, though not everywhere. */
export function gradeReach(reach: Reach): Grade {
  switch (reach) {
    case 'open':
      return 'good';
    case 'no-udp':
    case 'no-tls':
    case 'tls-untrusted':
    case 'partly':
    case 'none-set':
    case 'no-relay-set':
      return 'weak';
    case 'refused':
    case 'full':
    case 'untrusted':
    case 'relay-away':
    case 'all-away':
    case 'failing':
      return 'bad';
    default:
      return reach satisfies never;
  }
}

function passes({ outcome }: AskedServer): boolean {
  return outcome !== undefined && outcome.result !== 'fail';
}

function failureOf({ outcome }: AskedServer): Failure | undefined {
  return outcome?.result === 'fail' ? outcome.failure : undefined;
}

function isAway(server: AskedServer): boolean {
  const failure = failureOf(server);
  return failure !== undefined && AWAY.includes(failure);
}
