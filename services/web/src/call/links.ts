/** A text in pieces: those with `href` are links. */
export interface Piece {
  text: string;
  href?: string;
}

// Up to white space, quotes or angle brackets, and to where Chinese goes on: it is written without a space before.
const ADDRESS = /\bhttps?:\/\/[^\s<>"'`‘’“”\p{Script=Han}\u3000-\u303f\uff00-\uffef]+/giu;
const AFTER_A_LINK = /[.,:;!?…*_~]$/u;
const BRACKETS: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

/** Finds the addresses of pages in a text. Together the pieces are the text, to the letter. */
export function splitLinks(text: string): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const { 0: found, index } of text.matchAll(ADDRESS)) {
    const written = withoutWhatFollows(found);
    const href = pageAddress(written);
    if (href === undefined) continue;
    if (index > at) pieces.push({ text: text.slice(at, index) });
    pieces.push({ text: written, href });
    at = index + written.length;
  }
  if (at < text.length) pieces.push({ text: text.slice(at) });
  return pieces;
}

// The full stop belongs to the sentence, and so does a bracket that was opened before the address. Anybody may send any
// text, so each sign is looked at once.
function withoutWhatFollows(found: string): string {
  const open = new Map(Object.entries(BRACKETS).map(([last, first]) => [last, surplus(found, last, first)]));
  let end = found.length;
  for (; end > 0; end -= 1) {
    const last = found.charAt(end - 1);
    const unopened = open.get(last) ?? 0;
    if (unopened > 0) open.set(last, unopened - 1);
    else if (!AFTER_A_LINK.test(last)) break;
  }
  return found.slice(0, end);
}

/** How many more of the one sign there are than of the other. */
function surplus(text: string, sign: string, other: string): number {
  return text.split(sign).length - text.split(other).length;
}

// What stands before an @ is a user's name, and often made to look like the page that it is not.
function pageAddress(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  return url.username === '' && url.password === '' ? url.href : undefined;
}
