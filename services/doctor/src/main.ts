// `make doctor` and `docker compose run --rm doctor`: a line for each check, and the line to change where it fails.
// Ends with 1 where a fault was found, with 2 where its own settings are wrong.
import { ALL_CHECKS } from './all-checks.ts';
import { Deployment } from './deployment.ts';
import { examine } from './examine.ts';
import { linesOf, sumOf } from './printed.ts';
import { SettingsError, readSettings } from './settings.ts';

const say = (line: string) => process.stdout.write(`${line}\n`);

async function main(): Promise<number> {
  const deployment = new Deployment(readSettings(process.env));
  say(`Trying ${deployment.origin}\n`);
  const results = await examine(deployment, ALL_CHECKS, (result) => linesOf(result).forEach(say));
  say(`\n${sumOf(results)}`);
  return results.some(({ finding }) => finding.outcome === 'fault') ? 1 : 0;
}

try {
  // What a check that came to no end left behind keeps nobody waiting.
  process.exit(await main());
} catch (error) {
  if (!(error instanceof SettingsError)) throw error;
  say(error.message);
  process.exit(2);
}
