import { pino } from 'pino';
import type { DestinationStream, Logger } from 'pino';

// What must never be logged is not handed to the log in the first place; this is the second lock.
const CENSORED = [
  'sdp',
  'candidate',
  'token',
  'credential',
  'username',
  'password',
  'secret',
  'remoteAddress',
  'ip',
];

/** The node's log, one JSON object a line. `destination` is for tests; without it stdout. */
export function createLog(level: string, node: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: { nodeId: node },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: CENSORED.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[hidden]' },
    serializers: {
      // Fastify's own serializers hold the peer's address and the query string.
      req: (request: { method?: string; url?: string }) => ({
        method: request.method,
        path: request.url?.split('?')[0],
      }),
      res: (response: { statusCode?: number }) => ({ statusCode: response.statusCode }),
    },
  };
  return destination ? pino(options, destination) : pino(options);
}
