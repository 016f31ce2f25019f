import { createInterface } from 'node:readline';
import { storyOf } from './story.ts';

// `make trace`: reads the logs of nodes on stdin, and prints the story of one visit. A process edge.

const [traceId = ''] = process.argv.slice(2);
const lines: string[] = [];
for await (const line of createInterface({ input: process.stdin })) lines.push(line);
const story = storyOf(lines, traceId);
if (story.length > 0) process.stdout.write(`${story.join('\n')}\n`);
else {
  process.stderr.write(
    `no line of ${lines.length} is of ${traceId}; are these the logs of all nodes, from LOG_LEVEL info on?\n`,
  );
  process.exitCode = 1;
}
