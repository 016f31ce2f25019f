import { resolve } from 'node:path';
import * as z from 'zod';
import { firstLine } from '../ice/turn-secret.ts';
import { RedisAddressError, parseRedisUrl } from '../redis/redis-address.ts';

// The one list of settings: names, defaults, meaning and rules. docs/configuration.md is held equal to it by a test.

const whole = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d+$/, 'must be a whole number')
    .transform(Number)
    .refine((value) => value >= least && value <= most, `must be from ${least} to ${most}`);

const port = whole(0, 65_535);
const milliseconds = (least: number) => whole(least, 86_400_000);
const list = z.string().transform((text) =>
  text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== ''),
);

const origins = list.transform((entries, context) => {
  for (const entry of entries) {
    if (entry !== '*' && originOf(entry) !== entry) {
      context.addIssue(`"${entry}" is no origin; write scheme://host[:port] without a path, or *`);
    }
  }
  return entries;
});

const iceUrls = (schemes: readonly string[]) =>
  list.transform((entries, context) => {
    for (const entry of entries) {
      if (!schemes.some((scheme) => entry.startsWith(`${scheme}:`) && entry.length > scheme.length + 1)) {
        context.addIssue(`"${entry}" must begin with ${schemes.map((scheme) => `${scheme}:`).join(' or ')}`);
      }
    }
    return entries;
  });

const redisUrl = z.string().transform((text, context) => {
  try {
    parseRedisUrl(text);
  } catch (error) {
    if (!(error instanceof RedisAddressError)) throw error;
    context.addIssue(error.message);
  }
  return text;
});

const LEAST_SECRET_BYTES = 32;

/** Whitespace parts them, which no sane secret holds. */
const joinSecrets = z.string().transform((text, context) => {
  const secrets = text.split(/\s+/).filter((secret) => secret !== '');
  if (secrets.some((secret) => Buffer.byteLength(secret) < LEAST_SECRET_BYTES)) {
    context.addIssue(`each must be at least ${LEAST_SECRET_BYTES} bytes; \`openssl rand -hex 32\` makes one`);
  }
  return secrets;
});

const webAddress = z.string().refine((text) => {
  const protocol = URL.parse(text)?.protocol;
  return protocol === 'https:' || protocol === 'http:';
}, 'must be an address that begins with https:// or http://');

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

export interface Setting {
  /** How it parses once it is there. */
  readonly schema: z.ZodType<unknown, string>;
  /** As it would be written in the environment; undefined: the setting may be absent. */
  readonly fallback?: string;
  readonly meaning: string;
  /** A secret may also be given as a file, by NAME_FILE, and is never shown. */
  readonly secret?: true;
}

export const settings = {
  HOST: { schema: z.string().min(1), fallback: '0.0.0.0', meaning: 'address of both listeners' },
  PORT: { schema: port, fallback: '8080', meaning: 'public listener: WebSocket, API, health, web page' },
  METRICS_PORT: { schema: port, fallback: '9464', meaning: "operator's listener: `/metrics`" },
  REDIS_URL: {
    schema: redisUrl,
    meaning: 'Redis that the nodes share; without it one node keeps its rooms in memory',
    secret: true,
  },
  WEB_ROOT: {
    schema: z
      .string()
      .min(1)
      .transform((path) => resolve(path)),
    meaning: 'folder of built web files to serve at `/`',
  },
  ROOM_CAPACITY: { schema: whole(1, 1000), fallback: '6', meaning: 'peers a room may hold' },
  RESUME_WINDOW_MS: {
    schema: milliseconds(0),
    fallback: '20000',
    meaning: 'how long a dropped session keeps its place',
  },
  NODE_LEASE_MS: {
    schema: milliseconds(1000),
    fallback: '10000',
    meaning: 'how long a silent node is believed alive',
  },
  DRAIN_TIMEOUT_MS: {
    schema: milliseconds(0),
    fallback: '15000',
    meaning: 'over how long a stopping node sends its clients away',
  },
  PING_INTERVAL_MS: {
    schema: milliseconds(100),
    fallback: '15000',
    meaning: 'time between pings of a socket',
  },
  PING_TIMEOUT_MS: {
    schema: milliseconds(100),
    fallback: '10000',
    meaning: 'how long a ping may stay unanswered before the connection counts as lost',
  },
  MAX_CONNECTIONS: {
    schema: whole(1, 1_000_000),
    fallback: '20000',
    meaning: 'connections of this node; one more is answered `busy`',
  },
  MAX_ROOMS: {
    schema: whole(1, 1_000_000),
    fallback: '20000',
    meaning: 'rooms with peers of this node; a join of one more is answered `busy`',
  },
  CONNECTIONS_PER_ADDRESS: {
    schema: whole(0, 1_000_000),
    fallback: '1000',
    meaning: 'connections at once from one address (IPv6: one /64); 0 for no limit',
  },
  CONNECTS_PER_ADDRESS: {
    schema: whole(0, 1_000_000),
    fallback: '3000',
    meaning: 'new connections a minute from one address; 0 for no limit',
  },
  JOINS_PER_ADDRESS: {
    schema: whole(0, 1_000_000),
    fallback: '1200',
    meaning: 'joins a minute from one address; 0 for no limit',
  },
  FAILED_JOINS_PER_ADDRESS: {
    schema: whole(0, 1_000_000),
    fallback: '300',
    meaning: 'joins and resumes a minute from one address that had no right to it; 0 for no limit',
  },
  MAX_MESSAGE_BYTES: { schema: whole(1024, 16_777_216), fallback: '65536', meaning: 'largest frame' },
  MESSAGE_RATE: { schema: whole(1, 100_000), fallback: '50', meaning: 'frames a second, each connection' },
  MESSAGE_BURST: { schema: whole(1, 100_000), fallback: '200', meaning: 'frames at once, each connection' },
  SEND_BUFFER_BYTES: {
    schema: whole(1024, 1_073_741_824),
    fallback: '1048576',
    meaning: 'unread bytes after which a reader is too slow',
  },
  ALLOWED_ORIGINS: {
    schema: origins,
    meaning:
      'exact origins, comma-separated, that may open a WebSocket; `*` for any; without it the same host',
  },
  JOIN_TOKEN_SECRET: {
    schema: joinSecrets,
    meaning:
      'signs room tokens (HS256), which are then asked of whoever joins; several, with spaces between, while one replaces another',
    secret: true,
  },
  JOIN_TOKEN_JWKS_URL: {
    schema: webAddress,
    meaning: 'where the public keys are (JWKS) that sign room tokens, in place of a secret',
  },
  JOIN_TOKEN_LEEWAY_MS: {
    schema: milliseconds(0),
    fallback: '30000',
    meaning: 'how much longer than it says a room token holds',
  },
  TURN_URLS: {
    schema: iceUrls(['turn', 'turns']),
    fallback: '',
    meaning: 'TURN addresses handed to clients, comma-separated',
  },
  STUN_URLS: {
    schema: iceUrls(['stun', 'stuns']),
    fallback: '',
    meaning: 'STUN addresses handed to clients, comma-separated',
  },
  TURN_SECRET: {
    // Its file may hold more lines: secrets that coturn accepts still.
    schema: z.string().transform(firstLine).pipe(z.string().min(16, 'must be at least 16 characters')),
    meaning: 'shared with coturn; makes short-lived credentials',
    secret: true,
  },
  TURN_TTL_MS: { schema: milliseconds(60_000), fallback: '3600000', meaning: 'life of a TURN credential' },
  LOG_LEVEL: {
    schema: z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}`),
    fallback: 'info',
    meaning: 'pino level',
  },
  OTEL_EXPORTER_OTLP_ENDPOINT: {
    schema: webAddress,
    meaning: 'where traces go (OpenTelemetry, OTLP over HTTP); without it none are made',
  },
  TRUST_PROXY: {
    schema: list,
    fallback: '',
    meaning: 'addresses or ranges, comma-separated, whose X-Forwarded-* headers count',
  },
} as const satisfies Record<string, Setting>;

export type SettingName = keyof typeof settings;

function originOf(text: string): string | undefined {
  return URL.parse(text)?.origin;
}
