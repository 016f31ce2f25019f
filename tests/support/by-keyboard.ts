import type { Page } from 'playwright-core';

/** The fault of standing on nothing. */
export const NOWHERE = 'nothing has the focus';
const MOST_STOPS = 60;

/** Where somebody stands who goes by keyboard. */
export interface Stop {
  readonly testId: string | null;
  /** What is wrong with it, where something is: nowhere, or not to be seen. */
  readonly fault: string | null;
}

/** Goes on with Tab until it stands there, and sees to it that every stop on the way can be seen. */
export async function tabTo(page: Page, testId: string): Promise<void> {
  for (let stops = 0; stops < MOST_STOPS; stops += 1) {
    await page.keyboard.press('Tab');
    const stop = await stopOf(page);
    if (stop.fault !== null) throw new Error(`on the way to ${testId}: ${stop.fault}`);
    if (stop.testId === testId) return;
  }
  throw new Error(`no way to ${testId} by Tab`);
}

/** Where the focus is now. */
export function stopOf(page: Page): Promise<Stop> {
  return page.evaluate((nowhere) => {
    const element = document.activeElement;
    if (element === null || element === document.body) return { testId: null, fault: nowhere };
    const name = element.outerHTML.slice(0, 120);
    const box = element.getBoundingClientRect();
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    const outside = box.right <= 0 || box.bottom <= 0 || box.x >= innerWidth || box.y >= innerHeight;
    if (outside || box.width === 0) return { testId: null, fault: `out of sight: ${name}` };
    const seen = document.elementFromPoint(
      Math.min(innerWidth - 1, Math.max(0, x)),
      Math.min(innerHeight - 1, Math.max(0, y)),
    );
    const covered = seen !== null && !element.contains(seen) && !seen.contains(element);
    const fault = covered ? `covered: ${name} by ${seen.outerHTML.slice(0, 80)}` : null;
    return { testId: element.getAttribute('data-testid'), fault };
  }, NOWHERE);
}
