import { readFileSync } from 'node:fs';
import type { Cluster, Redis } from 'ioredis';
import type { Refusals } from './refusals.ts';

const NAMES = [
  'assert-2',
  'attach-3',
  'bury-3',
  'claim-1',
  'collect-3',
  'dead-2',
  'deposit-3',
  'detach-1',
  'discard-3',
  'enter-1',
  'expect-1',
  'join-2',
  'leave-3',
  'orphan-1',
  'past-1',
  'renew-2',
  'settle-1',
  'snapshot-2',
] as const;

/** A Lua script; its file is `scripts/NAME.lua`, and the number at the end of NAME is how many keys it takes. */
export type ScriptName = (typeof NAMES)[number];

export type ScriptArgument = string | number | Buffer;

export interface Script {
  /** Bulk strings of the reply as text. */
  run(keys: readonly string[], args: readonly ScriptArgument[]): Promise<unknown>;
  /** Bulk strings of the reply as bytes. */
  runForBytes(keys: readonly string[], args: readonly ScriptArgument[]): Promise<unknown>;
}

type Command = (...args: ScriptArgument[]) => Promise<unknown>;

/**
 * Makes the scripts callable on a client. ioredis sends EVALSHA and falls back to EVAL where Redis forgot the script.
 * Throws where a script's file is missing: a build without it must not start.
 */
export function loadScripts(
  client: Redis | Cluster,
  refusals: Refusals,
): Readonly<Record<ScriptName, Script>> {
  const entries = NAMES.map((name) => {
    const lua = readFileSync(new URL(`./scripts/${name}.lua`, import.meta.url), 'utf8');
    client.defineCommand(name, { lua, numberOfKeys: Number(name.split('-').at(-1)) });
    // defineCommand adds two methods that the client's type cannot know.
    const asText = Reflect.get(client, name) as Command;
    const asBytes = Reflect.get(client, `${name}Buffer`) as Command;
    const script: Script = {
      run: (keys, args) => refusals.watch(name, asText.call(client, ...keys, ...args)),
      runForBytes: (keys, args) => refusals.watch(name, asBytes.call(client, ...keys, ...args)),
    };
    return [name, script] as const;
  });
  // The entries hold each name once.
  return Object.fromEntries(entries) as Record<ScriptName, Script>;
}
