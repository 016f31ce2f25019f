import { existsSync, readFileSync } from 'node:fs';
import * as z from 'zod';

// What the doctor and the probe have to know. Most of it stands in the .env of the stack already, under these names.

const port = z
  .string()
  .regex(/^\d{1,5}$/, 'must be a port')
  .transform(Number)
  .refine((value) => value >= 1 && value <= 65_535, 'must be a port');

const schema = z.object({
  /** Where users open the page; without it PUBLIC_HOST and HTTPS_PORT say. */
  URL: z.url({ protocol: /^https$/, error: 'must be https://HOST or https://HOST:PORT' }).optional(),
  PUBLIC_HOST: z.string().default('localhost'),
  HTTPS_PORT: port.default(443),
  HTTP_PORT: port.default(80),
  TURN_MIN_PORT: port.default(49_160),
  TURN_MAX_PORT: port.default(49_259),
  /** The nodes' own listeners, HOST:PORT with commas, where they can be reached; each address of a name is one. */
  NODES: z.string().default(''),
  /** What stands for this machine's loopback: inside a container it is the container's own. */
  LOOPBACK: z.string().optional(),
  /** For a deployment that lets in with a room token only: the nodes' secret, or a token where that is not known. */
  JOIN_TOKEN_SECRET: z.string().optional(),
  JOIN_TOKEN_SECRET_FILE: z.string().optional(),
  JOIN_TOKEN: z.string().optional(),
});

/** How a deployment is met. */
export interface Settings {
  /** As URLs have it: an IPv6 address without its brackets. */
  readonly host: string;
  readonly httpsPort: number;
  readonly httpPort: number;
  readonly relayPorts: { readonly min: number; readonly max: number };
  readonly nodes: readonly string[];
  readonly loopback: string | undefined;
  readonly joinToken: string | undefined;
  readonly joinSecret: string | undefined;
}

/** Thrown with a line for each setting that is wrong. */
export class SettingsError extends Error {}

/** Reads the settings from an environment; an empty variable counts as one that is not set. */
export function readSettings(env: Readonly<Record<string, string | undefined>>): Settings {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value));
  const result = schema.safeParse(given);
  if (!result.success) {
    const faults = result.error.issues.map(({ path, message }) => `  - ${path.join('.')}: ${message}`);
    throw new SettingsError(`wrong settings:\n${faults.join('\n')}`);
  }
  const { data } = result;
  const url = data.URL === undefined ? undefined : new URL(data.URL);
  return {
    host: (url?.hostname ?? data.PUBLIC_HOST).replace(/^\[|\]$/g, ''),
    httpsPort: url ? Number(url.port || 443) : data.HTTPS_PORT,
    httpPort: data.HTTP_PORT,
    relayPorts: { min: data.TURN_MIN_PORT, max: data.TURN_MAX_PORT },
    nodes: data.NODES.split(',').filter((node) => node !== ''),
    loopback: data.LOOPBACK,
    joinToken: data.JOIN_TOKEN,
    // Of several the first signs; the others are on their way out.
    joinSecret: (data.JOIN_TOKEN_SECRET ?? readIfThere(data.JOIN_TOKEN_SECRET_FILE))?.trim().split(/\s+/)[0],
  };
}

// The .env of a stack names the file as its containers have it. Where it is missed, a check says so.
function readIfThere(file: string | undefined): string | undefined {
  return file !== undefined && existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}
