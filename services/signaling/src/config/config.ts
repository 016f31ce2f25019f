import { readFileSync, statSync } from 'node:fs';
import { isIP } from 'node:net';
import type * as z from 'zod';
import { settings } from './settings.ts';
import type { Setting, SettingName } from './settings.ts';

type Value<Name extends SettingName> =
  | z.output<(typeof settings)[Name]['schema']>
  | ((typeof settings)[Name] extends { fallback: string } ? never : undefined);

/** Every setting under its own name, parsed. Frozen: it is read once and passed on. */
export type Config = { readonly [Name in SettingName]: Value<Name> };

/** One line for each setting that is wrong. */
export class ConfigError extends Error {
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(`wrong settings:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
    this.name = 'ConfigError';
    this.faults = faults;
  }
}

/** Reads the settings from an environment. Throws a ConfigError that lists all that is wrong, by name. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const faults: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, setting] of Object.entries<Setting>(settings)) {
    const value = readValue(name, setting, env, faults);
    if (value !== undefined) values[name] = value;
  }
  // Each value came out of its own schema under its own name.
  const config = values as Config;
  faults.push(...crossFaults(config));
  if (faults.length > 0) throw new ConfigError(faults);
  return Object.freeze(config);
}

/** Reads one setting alone, for a program that needs no more of them. Throws a ConfigError where it is wrong. */
export function readSetting<Name extends SettingName>(
  name: Name,
  env: Readonly<Record<string, string | undefined>>,
): Config[Name] {
  const faults: string[] = [];
  const value = readValue(name, settings[name], env, faults);
  if (faults.length > 0) throw new ConfigError(faults);
  // It came out of its own schema, as above.
  return value as Config[Name];
}

function readValue(
  name: string,
  setting: Setting,
  env: Readonly<Record<string, string | undefined>>,
  faults: string[],
): unknown {
  const text = readText(name, setting, env, faults);
  if (text === undefined) return undefined;
  const result = setting.schema.safeParse(text);
  if (result.success) return result.data;
  faults.push(`${name}: ${result.error.issues.map((issue) => issue.message).join('; ')}`);
  return undefined;
}

function readText(
  name: string,
  setting: Setting,
  env: Readonly<Record<string, string | undefined>>,
  faults: string[],
): string | undefined {
  // An empty variable is how Compose passes on one that is not set.
  const given = env[name] || undefined;
  const file = setting.secret ? env[`${name}_FILE`] || undefined : undefined;
  if (file === undefined) return given ?? setting.fallback;
  if (given !== undefined) {
    faults.push(`${name}: is given twice, as ${name} and as ${name}_FILE; keep one`);
    return undefined;
  }
  try {
    const text = readFileSync(file, 'utf8').trim();
    if (text === '') faults.push(`${name}_FILE: ${file} is empty`);
    return text || undefined;
  } catch (error) {
    const cause = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    faults.push(`${name}_FILE: cannot read ${file} (${cause})`);
    return undefined;
  }
}

function crossFaults(config: Partial<Config>): string[] {
  const faults: string[] = [];
  if (config.TURN_URLS?.length && config.TURN_SECRET === undefined) {
    faults.push('TURN_SECRET: is needed beside TURN_URLS, since coturn refuses clients without credentials');
  }
  if (config.PORT !== undefined && config.PORT !== 0 && config.PORT === config.METRICS_PORT) {
    faults.push('METRICS_PORT: must differ from PORT, since no proxy may expose the metrics');
  }
  if (config.WEB_ROOT !== undefined && !isFolder(config.WEB_ROOT)) {
    faults.push(`WEB_ROOT: ${config.WEB_ROOT} is no folder; run \`make build\` first`);
  }
  for (const range of config.TRUST_PROXY ?? []) {
    if (!isAddressOrRange(range)) faults.push(`TRUST_PROXY: "${range}" is no address or range`);
  }
  if (config.JOIN_TOKEN_SECRET !== undefined && config.JOIN_TOKEN_JWKS_URL !== undefined) {
    faults.push('JOIN_TOKEN_JWKS_URL: is given beside JOIN_TOKEN_SECRET; keep one of them');
  }
  return faults;
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

const NAMED_RANGES = new Set(['loopback', 'linklocal', 'uniquelocal']);

function isAddressOrRange(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  if (NAMED_RANGES.has(text)) return true;
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d+$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
}
