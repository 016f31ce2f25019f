import type { TestProject } from 'vitest/node';
import { has } from './requirements.ts';
import { down, stack, up } from './stack.ts';
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
  await up(2);
  project.provide('stack', stack);
  return down;
}
