import * as z from 'zod';
import { mintRoomToken } from './admission/mint-room-token.ts';
import { ConfigError, readSetting } from './config/config.ts';

// Signs a room token, by the secret that the nodes have: `make token`, or in a container of theirs. A process edge.

const UNITS_S: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

const optional = z.optional(z.string()).transform((text) => text || undefined);
const request = z.object({
  ROOM: z
    .string("say which room: ROOM=demo, or ROOM='demo-*'")
    .min(1, "say which room: ROOM=demo, or ROOM='demo-*'"),
  TTL: optional.transform((text, context) => {
    const [, count, unit = 's'] = /^(\d+)([smhd]?)$/.exec(text ?? '1h') ?? [];
    if (count === undefined) context.addIssue('say for how long: TTL=90s, 30m, 2h or 1d');
    return Number(count) * (UNITS_S[unit || 's'] ?? 1);
  }),
  NAME: optional,
  SUB: optional,
  CAPACITY: optional.transform((text) => (text === undefined ? undefined : Number(text))),
  PAGE: optional,
});

async function main(): Promise<string> {
  const [secret] = readSetting('JOIN_TOKEN_SECRET', process.env) ?? [];
  if (secret === undefined) throw new ConfigError(['JOIN_TOKEN_SECRET: is needed to sign by']);
  const asked = request.parse(process.env);
  const { ROOM: room, TTL: ttl, NAME: name, SUB: sub, CAPACITY: capacity, PAGE: page } = asked;
  if (page !== undefined && room.endsWith('*'))
    throw new ConfigError([
      'PAGE: a link opens one room: ROOM=demo; without PAGE the token for all of them is printed',
    ]);
  const exp = Math.floor(Date.now() / 1000) + ttl;
  const token = await mintRoomToken(secret, { room, exp, name, sub, capacity });
  return page === undefined ? token : `${page.replace(/\/$/, '')}/#${room}&token=${token}`;
}

try {
  process.stdout.write(`${await main()}\n`);
} catch (error) {
  if (!(error instanceof ConfigError || error instanceof z.ZodError)) throw error;
  const words =
    error instanceof z.ZodError
      ? error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
      : error.faults;
  process.stderr.write(`no token: ${words.join('; ')}\n`);
  process.exit(1);
}
