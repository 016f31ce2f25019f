import { causeOf } from './cause.ts';
import { fault } from './finding.ts';
import type { Finding } from './finding.ts';
import { NoAnswerError, StunError } from './stun/turn-client.ts';
import type { TurnServer } from './turn-server.ts';

/** What it means that a TURN server would not relay, and which line is to blame. */
export function refusalOf(error: unknown, server: TurnServer): Finding {
  if (error instanceof StunError) return answerOf(error.code, server);
  const { transport, url, port } = server;
  const setting = transport === 'tls' ? 'TURN_TLS_PORT' : 'TURN_PORT';
  const protocol = transport === 'udp' ? 'UDP' : 'TCP';
  const cause = error instanceof NoAnswerError ? 'no answer' : causeOf(error);
  return fault(`${url}: ${cause}`, {
    setting,
    file: '.env',
    how: `port ${port} has to be published (ports of turn in docker-compose.yml) and open in the firewall for ${protocol}; \`docker compose logs turn\` tells whether coturn runs${
      transport === 'tls' ? ' and whether it could read its certificate' : ''
    }`,
  });
}

function answerOf(code: number, { url }: TurnServer): Finding {
  switch (code) {
    case 401:
      return fault(`${url} takes no credential that a node makes (401)`, {
        setting: 'turn_secret',
        file: 'secrets/',
        how: 'coturn and the nodes must hold the same secret: `docker compose run --rm init`, and a minute later it does; where coturn runs elsewhere, its secret must be that of TURN_SECRET',
      });
    case 486:
    case 508:
      return fault(`${url} has no relay port left (${code})`, {
        setting: 'TURN_MIN_PORT and TURN_MAX_PORT',
        file: '.env',
        how: 'a larger range: docs/turn.md says how many ports a room takes',
      });
    default:
      return fault(`${url} answered ${code}`, {
        setting: 'TURN_LOG_LEVEL=info',
        file: '.env',
        how: 'then `docker compose logs turn` says why',
      });
  }
}
