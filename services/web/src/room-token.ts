// What lets one into a room, where the server asks for that. It came with the link and is kept for this tab alone, until
// that is closed: a reload must not lose it, and another visit must not find it.
const inMemory = new Map<string, string>();

export function keepToken(room: string, token: string): void {
  inMemory.set(room, token);
  try {
    sessionStorage.setItem(keyOf(room), token);
  } catch {
    // Forbidden or full: it lasts until a reload.
  }
}

export function tokenFor(room: string): string | undefined {
  try {
    return inMemory.get(room) ?? sessionStorage.getItem(keyOf(room)) ?? undefined;
  } catch {
    return undefined;
  }
}

function keyOf(room: string): string {
  return `parley.token.${room}`;
}
