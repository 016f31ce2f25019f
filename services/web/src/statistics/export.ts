import type { Reading } from '@parley/client/reading';
import { maskEntry } from './mask.ts';

export interface Measured {
  readings: readonly Reading[];
  report: Iterable<[string, unknown]> | undefined;
}

/** What was measured, to be shown to somebody who helps: without names, rooms and addresses. */
export function exportOf(peers: readonly Measured[], madeAt: Date, browser: string): string {
  const described = peers.map(({ readings, report }, index) => ({
    peer: index + 1,
    readings,
    report: [...(report ?? [])].map(([, entry]) => maskEntry(entry as Readonly<Record<string, unknown>>)),
  }));
  return JSON.stringify({ madeAt: madeAt.toISOString(), browser, peers: described }, null, 2);
}

/** Hands a text over to be saved as a file. */
export function save(text: string, name: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has taken hold of it by the time this turn is over.
  setTimeout(() => URL.revokeObjectURL(url), 0);
}
