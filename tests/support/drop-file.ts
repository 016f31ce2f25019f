import type { Page } from 'playwright-core';

/** Holds a file over the page and lets it go there. */
export async function dropFile(page: Page, { name, size }: { name: string; size: number }): Promise<void> {
  const dataTransfer = await page.evaluateHandle(
    (file) => {
      const dragged = new DataTransfer();
      dragged.items.add(new File([new Uint8Array(file.size)], file.name));
      return dragged;
    },
    { name, size },
  );
  await page.dispatchEvent('main', 'dragover', { dataTransfer });
  await page.getByTestId('drop').waitFor();
  await page.dispatchEvent('main', 'drop', { dataTransfer });
}

/** Drags files and folders of this machine over the page and lets them go there, as a hand would. */
export async function dropFromDisk(page: Page, paths: readonly string[]): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  const data = { items: [], files: [...paths], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await devtools.send('Input.dispatchDragEvent', { type, x: 200, y: 200, data });
  await devtools.detach();
}
