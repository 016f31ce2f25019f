import type { Page } from 'playwright-core';

/** When pictures were shown, by the page's clock, between the beginning and the end of the noting. */
export interface FrameTimes {
  readonly from: number;
  readonly until: number;
  readonly shown: readonly number[];
}

/** The longest time in which no new picture was shown. Before the first and after the last one counts as well. */
export function longestGapMs({ from, until, shown }: FrameTimes): number {
  const times = [from, ...shown, until];
  return Math.max(...times.slice(1).map((time, index) => time - (times[index] ?? time)));
}

/**
 * Notes each decoded picture that the page shows of its one partner. Gives a function that ends it. The page tells
 * only of pictures that it shows, and tells late when it is busy: what it tells is when each was shown.
 */
export async function noteFrames(page: Page): Promise<() => Promise<FrameTimes>> {
  const noted = await page.evaluateHandle(() => {
    const videos = document.querySelectorAll<HTMLVideoElement>('[data-testid=tile]:not([data-self]) video');
    const [video] = videos;
    if (video === undefined || videos.length > 1)
      throw new Error(`${videos.length} partners are shown, not one`);
    const shown: number[] = [];
    const note = (_now: number, { presentationTime }: VideoFrameCallbackMetadata) => {
      shown.push(presentationTime);
      video.requestVideoFrameCallback(note);
    };
    video.requestVideoFrameCallback(note);
    return { from: performance.now(), shown };
  });
  return () => noted.evaluate(({ from, shown }) => ({ from, until: performance.now(), shown }));
}
