// Loads a deployment as its operator asks: make load URL=wss://call.example.org/ws CONNECTIONS=500 ROOM_SIZE=4 RATE=1000
// SECONDS=60. Ends in order on Ctrl-C. Exit code 0: all was heard; 1: not all; 2: the generator was the limit, or asked
// for what cannot be.
import { report, verdictOf } from './load-report.ts';
import { runLoad } from './load-run.ts';
import { readSettings } from './settings.ts';

const EXIT_CODES = { success: 0, failure: 1, 'generator was the limit': 2 } as const;

try {
  const settings = readSettings(process.env);
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  process.once('SIGTERM', () => stop.abort());
  const { connections, roomSize, rate, seconds, url } = settings;
  say(
    `${connections} connections in rooms of ${roomSize} to ${url}, ${rate} messages a second for ${seconds} s`,
  );
  const outcome = await runLoad(settings, stop.signal, say);
  say(`\n${report(outcome)}`);
  process.exitCode = EXIT_CODES[verdictOf(outcome)];
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
