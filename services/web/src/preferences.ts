// What the page remembers for the next visit. A browser may forbid storage; then it remembers nothing.
export type Preference = 'name' | 'language' | 'rooms' | 'shortcuts' | 'camera' | 'microphone' | 'speaker';

/** Under which key the browser keeps it. */
export function storageKey(preference: Preference): string {
  return `parley.${preference}`;
}

export function recall(preference: Preference): string {
  try {
    return localStorage.getItem(storageKey(preference)) ?? '';
  } catch {
    return '';
  }
}

export function remember(preference: Preference, value: string): void {
  try {
    localStorage.setItem(storageKey(preference), value);
  } catch {
    // Forbidden or full: the page works without.
  }
}
