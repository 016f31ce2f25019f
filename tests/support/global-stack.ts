import type { TestProject } from 'vitest/node';
import { leaksIn, peerAddresses } from './log-leaks.ts';
import { has } from './requirements.ts';
import { compose, down, project, stack, up } from './stack.ts';
import type { Stack } from './stack.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The whole stack in Docker, with two signaling nodes. Undefined where there is no Docker. */
    stack: Stack | undefined;
  }
}

/** One Compose stack for the whole run, built from the sources as they are. */
export default async function setup(run: TestProject): Promise<() => Promise<void>> {
  if (!has.docker) {
    run.provide('stack', undefined);
    return async () => {};
  }
  await up(2);
  run.provide('stack', stack);
  return async () => {
    // After all that the tests did: what any of their peers left in any log.
    const leaks = leaksIn(await compose('logs', '--no-color'), await peerAddresses(project));
    await down();
    if (leaks.length > 0) throw new Error(`the logs of the stack hold\n${leaks.slice(0, 20).join('\n')}`);
  };
}
