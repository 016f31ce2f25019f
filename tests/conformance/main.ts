// `make conformance URL=...`: a line for each rule of docs/protocol/README.md. Ends with 1 where one failed, with 2
// where nothing could be tried.
import { inspect } from 'node:util';
import { TestClient } from '../support/test-client.ts';
import { conform } from './conform.ts';
import { wholeExamination } from './examination.ts';
import { lines } from './lines.ts';
import { targetOf } from './target.ts';

const say = (line: string) => process.stdout.write(`${line}\n`);

async function main(): Promise<number> {
  try {
    const target = targetOf(process.env['URL'] ?? '', process.env['INSECURE'] === '1');
    await (await TestClient.connect(target)).close();
    say(`Trying ${target.url}; most of the time goes for one resume window.\n`);
    const verdicts = await conform(target, await wholeExamination());
    for (const line of lines(verdicts)) say(line);
    return verdicts.some(({ outcome }) => outcome === 'FAIL') ? 1 : 0;
  } catch (error) {
    say(error instanceof Error && error.message !== '' ? error.message : inspect(error));
    return 2;
  }
}

// What a check that came to no end left behind keeps nobody waiting.
process.exit(await main());
