// What a person sees of the tiles on a stage.
import type { Locator } from 'playwright-core';
import type { CallPage } from './call-page.ts';

/** The tile of somebody by their name. */
export function tileOf(page: CallPage, name: string): Locator {
  return page.see('tile').filter({ has: page.page.getByText(name, { exact: true }) });
}

/** Opens what can be done with a tile or a screen. */
export async function openOptions(page: CallPage, tile: Locator): Promise<Locator> {
  await tile.getByTestId('tile-options').click();
  return page.see('tile-menu');
}

/** What is wrong with how the tiles stand: cut off, one over another, or hidden by the controls. */
export function misplaced(page: CallPage): Promise<string[]> {
  return page.page.evaluate(() => {
    const boxes = [...document.querySelectorAll('.stage-tiles > li')].map((tile) =>
      tile.getBoundingClientRect(),
    );
    const toolbar = document.querySelector('[role=toolbar]')?.getBoundingClientRect();
    const problems: string[] = [];
    for (const [index, a] of boxes.entries()) {
      if (a.width < 90 || a.height < 60) problems.push(`tile ${index} is ${a.width} by ${a.height}`);
      if (a.left < -1 || a.top < -1 || a.right > innerWidth + 1 || a.bottom > innerHeight + 1)
        problems.push(`tile ${index} leaves the window`);
      if (toolbar !== undefined && a.bottom > toolbar.top + 1)
        problems.push(`tile ${index} is under the controls`);
      for (const [other, b] of boxes.entries()) {
        const meets =
          a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
        if (other > index && meets) problems.push(`tile ${index} meets tile ${other}`);
      }
    }
    return problems;
  });
}
