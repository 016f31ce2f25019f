import { pino } from 'pino';
import type { DestinationStream, Logger } from 'pino';

// What must never be logged is not handed to the log in the first place; this is the second lock.
const CENSORED = [
  'sdp',
  'candidate',
  'data',
  'frame',
  'token',
  'roomToken',
  'credential',
  'iceServers',
  'username',
  'password',
  'secret',
  'authorization',
  'cookie',
  'headers',
  'payload',
  'command',
  'remoteAddress',
  'address',
  'ip',
  'ips',
];

/** How deep errors tell of what caused them. */
const MOST_CAUSES = 4;

/** The node's log, one JSON object a line. `destination` is for tests; without it stdout. */
export function createLog(level: string, node: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: { nodeId: node },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: CENSORED.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[hidden]' },
    serializers: {
      err: (error: unknown) => told(error, MOST_CAUSES),
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

/**
 * An error by its words alone. Libraries hang onto theirs what it was about: ioredis the arguments of the command, which
 * may be somebody's SDP, jose all that a token says.
 */
function told(error: unknown, causes: number): unknown {
  if (!(error instanceof Error)) return { type: typeof error };
  return {
    type: error.name,
    message: error.message,
    stack: error.stack,
    code: 'code' in error && typeof error.code === 'string' ? error.code : undefined,
    cause: error.cause === undefined || causes === 0 ? undefined : told(error.cause, causes - 1),
  };
}
