import { expect, it } from 'vitest';
import { onWaking } from './waking.ts';

class HiddenOrNot extends EventTarget {
  visibilityState: DocumentVisibilityState = 'hidden';
}

it('wakes when the page is seen, thawed or shown again, or the browser is online; not when it is hidden', () => {
  const page = { window: new EventTarget(), document: new HiddenOrNot() };
  let woken = 0;
  const stop = onWaking(() => (woken += 1), page);
  const tell = (target: EventTarget, event: string) => {
    target.dispatchEvent(new Event(event));
    return woken;
  };
  expect(tell(page.document, 'visibilitychange')).toBe(0);
  page.document.visibilityState = 'visible';
  expect(tell(page.document, 'visibilitychange')).toBe(1);
  expect(tell(page.document, 'resume')).toBe(2);
  expect(tell(page.window, 'online')).toBe(3);
  expect(tell(page.window, 'pageshow')).toBe(4);
  stop();
  expect(tell(page.window, 'online')).toBe(4);
});
