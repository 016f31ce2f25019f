import { setTimeout as delay } from 'node:timers/promises';

/** Waits for something that tells nobody when it happens. Rejects, naming it, when it does not come true in time. */
export async function poll(
  what: string,
  isTrue: () => boolean | Promise<boolean>,
  deadlineMs = 15_000,
  everyMs = 20,
): Promise<void> {
  const deadline = performance.now() + deadlineMs;
  while (!(await isTrue())) {
    if (performance.now() > deadline) throw new Error(`did not come true in ${deadlineMs} ms: ${what}`);
    await delay(everyMs);
  }
}
