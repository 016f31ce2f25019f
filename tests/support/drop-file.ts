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
