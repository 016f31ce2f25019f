import type { IncomingTransfer } from './shared-file.ts';

// What is larger goes to the disk as it comes, where the browser lets a page do that; the rest waits in its memory.
const LARGE_BYTES = 200_000_000;
const REVOKE_AFTER_MS = 60_000;

/** The File System Access API, which not every browser has. */
interface SavePicker {
  showSaveFilePicker: (options: { suggestedName: string }) => Promise<FileSystemFileHandle>;
}

/** Accepts a file and has the browser save it. */
export async function keepFile(transfer: IncomingTransfer, name: string): Promise<void> {
  if (transfer.size > LARGE_BYTES && hasPicker(window)) {
    const to = await askWhere(window, name);
    if (to !== undefined) await transfer.accept(to);
    return;
  }
  const { blob } = await transfer.accept();
  if (blob !== undefined) saveAgain(blob, name);
}

/**
 * Hands bytes to the browser as a download. Their type is left out: what another sent must never be opened as a page of
 * ours.
 */
export function saveAgain(blob: Blob, name: string): void {
  const url = URL.createObjectURL(new Blob([blob], { type: 'application/octet-stream' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), REVOKE_AFTER_MS);
}

function hasPicker(page: object): page is SavePicker {
  return 'showSaveFilePicker' in page;
}

// Whoever closes the browser's question has neither accepted nor refused.
async function askWhere(
  page: SavePicker,
  suggestedName: string,
): Promise<FileSystemWritableFileStream | undefined> {
  try {
    return await (await page.showSaveFilePicker({ suggestedName })).createWritable();
  } catch {
    return undefined;
  }
}
