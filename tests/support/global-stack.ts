import type { TestProject } from 'vitest/node';
import { has } from './requirements.ts';
import { compose, stack } from './stack.ts';
import type { Stack } from './stack.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The whole stack in Docker, with two signaling nodes. Undefined where there is no Docker. */
    stack: Stack | undefined;
  }
}

/** One Compose stack for the whole run, built from the sources as they are. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  if (!has.docker) {
    project.provide('stack', undefined);
    return async () => {};
  }
  await down(); // what a run that was killed left behind
  try {
    await compose('up', '--build', '--detach', '--wait', '--scale', 'signaling=2');
  } catch (cause) {
    const logs = await compose('logs', '--no-color', '--tail', '40');
    await down();
    throw new Error(`the stack did not come up; its log:\n${logs}`, { cause });
  }
  project.provide('stack', stack);
  return down;
}

async function down(): Promise<void> {
  // Nobody is in a call any more: no need to wait for a drain.
  await compose('--profile', '*', 'down', '--volumes', '--remove-orphans', '--timeout', '1');
}
