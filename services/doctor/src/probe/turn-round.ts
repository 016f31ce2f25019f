import { causeOf } from '../cause.ts';
import type { Deployment } from '../deployment.ts';
import { ownRoom, withMember } from '../member.ts';
import { TURN_TRANSPORTS, turnServersOf, withTurn } from '../turn-server.ts';
import type { TurnServer, TurnTransport } from '../turn-server.ts';

export interface TurnReport {
  readonly transport: TurnTransport;
  /** Seconds until the slowest server of this transport had allocated; undefined where one would not. */
  readonly seconds: number | undefined;
  readonly cause: string | undefined;
}

/** Allocates over each transport that peers are told of. */
export async function turnRound(deployment: Deployment): Promise<readonly TurnReport[]> {
  const { iceServers } = await withMember(deployment, ownRoom(), ({ joined }) => joined);
  const servers = turnServersOf(iceServers);
  const reports: TurnReport[] = [];
  for (const transport of TURN_TRANSPORTS) {
    const those = servers.filter((server) => server.transport === transport);
    if (those.length > 0) reports.push(await tried(deployment, transport, those));
  }
  return reports;
}

async function tried(
  deployment: Deployment,
  transport: TurnTransport,
  servers: readonly TurnServer[],
): Promise<TurnReport> {
  let slowest = 0;
  try {
    for (const server of servers) {
      const { credential } = server;
      if (!credential) throw new Error('there is no credential');
      const started = performance.now();
      await withTurn(deployment, server, (client) => client.allocate(credential));
      slowest = Math.max(slowest, (performance.now() - started) / 1_000);
    }
    return { transport, seconds: slowest, cause: undefined };
  } catch (error) {
    return { transport, seconds: undefined, cause: causeOf(error) };
  }
}
