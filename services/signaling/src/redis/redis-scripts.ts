import { readFileSync } from 'node:fs';
import type { Redis } from 'ioredis';

/** A Lua script; its file is `scripts/NAME.lua`, and the number at the end of NAME is how many keys it takes. */
export type ScriptName = 'join-2' | 'leave-2' | 'snapshot-2';

const NAMES: readonly ScriptName[] = ['join-2', 'leave-2', 'snapshot-2'];

export type RunScript = (keys: readonly string[], args: readonly (string | number)[]) => Promise<unknown>;

/**
 * Makes the scripts callable on a client. ioredis sends EVALSHA and falls back to EVAL where Redis forgot the script.
 * Throws where a script's file is missing: a build without it must not start.
 */
export function loadScripts(client: Redis): Readonly<Record<ScriptName, RunScript>> {
  const entries = NAMES.map((name) => {
    const lua = readFileSync(new URL(`./scripts/${name}.lua`, import.meta.url), 'utf8');
    client.defineCommand(name, { lua, numberOfKeys: Number(name.split('-').at(-1)) });
    // defineCommand adds a method that the client's type cannot know.
    const command = Reflect.get(client, name) as (...args: (string | number)[]) => Promise<unknown>;
    const run: RunScript = (keys, args) => command.call(client, ...keys, ...args);
    return [name, run] as const;
  });
  // The entries hold each name once.
  return Object.fromEntries(entries) as Record<ScriptName, RunScript>;
}
