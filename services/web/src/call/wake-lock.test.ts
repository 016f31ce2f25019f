import { expect, it } from 'vitest';
import { keepScreenOn } from './wake-lock.ts';

class Page extends EventTarget {
  visibilityState: DocumentVisibilityState = 'visible';

  look(state: DocumentVisibilityState): void {
    this.visibilityState = state;
    this.dispatchEvent(new Event('visibilitychange'));
  }
}

function screenWith(request: () => Promise<WakeLockSentinel>) {
  const document = new Page();
  return { document, wakeLock: { request } };
}

// All that is asked of a lock here is to let go.
const lock = (released: string[]) =>
  Object.assign(new EventTarget(), {
    onrelease: null,
    released: false,
    type: 'screen',
    release: async () => void released.push('released'),
  } satisfies Partial<WakeLockSentinel>) as WakeLockSentinel;

it('asks once more each time the page is seen again, and lets go at the end', async () => {
  const told: string[] = [];
  const screen = screenWith(async () => {
    told.push('asked');
    return lock(told);
  });
  const end = keepScreenOn(screen);
  screen.document.look('hidden');
  screen.document.look('visible');
  await Promise.resolve();
  await Promise.resolve();
  end();
  screen.document.look('visible');
  expect(told).toEqual(['asked', 'asked', 'released']);
});

it('lets go of what comes too late', async () => {
  const told: string[] = [];
  const late = Promise.withResolvers<WakeLockSentinel>();
  const end = keepScreenOn(screenWith(() => late.promise));
  end();
  late.resolve(lock(told));
  await late.promise;
  await Promise.resolve();
  expect(told).toEqual(['released']);
});

it('goes on where the browser refuses, or has no such thing', async () => {
  keepScreenOn(screenWith(() => Promise.reject(new Error('battery'))))();
  keepScreenOn({ document: new Page(), wakeLock: undefined })();
});
