// What the page remembers for the next visit. A browser may forbid storage; then it remembers nothing.
export type Preference = 'name' | 'language' | 'rooms' | 'shortcuts' | 'camera' | 'microphone';

export function recall(preference: Preference): string {
  try {
    return localStorage.getItem(`parley.${preference}`) ?? '';
  } catch {
    return '';
  }
}

export function remember(preference: Preference, value: string): void {
  try {
    localStorage.setItem(`parley.${preference}`, value);
  } catch {
    // Forbidden or full: the page works without.
  }
}
