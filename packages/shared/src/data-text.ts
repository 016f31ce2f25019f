/**
 * Finds the value of the top-level key `data` in the text of a JSON object and gives its exact text, so that a peer
 * gets what was sent to the letter: big numbers, doubled keys, deep nesting. The text must be valid JSON (JSON.parse
 * took it); of doubled keys the last one counts, as with JSON.parse. Undefined where there is no such key.
 */
export function dataText(text: string): string | undefined {
  let found: string | undefined;
  let at = skipSpace(text, skipSpace(text, 0) + 1);
  while (text[at] === '"') {
    const keyEnd = endOfString(text, at);
    const isData = isKey(text.slice(at, keyEnd));
    const valueAt = skipSpace(text, skipSpace(text, keyEnd) + 1);
    const valueEnd = endOfValue(text, valueAt);
    if (isData) found = text.slice(valueAt, valueEnd);
    at = skipSpace(text, skipSpace(text, valueEnd) + 1);
  }
  return found;
}

function isKey(quoted: string): boolean {
  return quoted === '"data"' || (quoted.includes('\\') && JSON.parse(quoted) === 'data');
}

function skipSpace(text: string, at: number): number {
  while (at < text.length && text.charCodeAt(at) <= 0x20) at += 1;
  return at;
}

/** `at` is the opening quote; gives the place after the closing one. */
function endOfString(text: string, at: number): number {
  for (let end = text.indexOf('"', at + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let escapes = 0;
    while (text[end - 1 - escapes] === '\\') escapes += 1;
    if (escapes % 2 === 0) return end + 1;
  }
  return text.length;
}

function endOfValue(text: string, at: number): number {
  const first = text[at];
  if (first === '"') return endOfString(text, at);
  if (first === '{' || first === '[') return endOfNested(text, at);
  while (at < text.length && !ENDS_A_SCALAR.has(text[at] ?? '')) at += 1;
  return at;
}

const ENDS_A_SCALAR = new Set([',', '}', ' ', '\t', '\n', '\r']);

function endOfNested(text: string, at: number): number {
  let depth = 0;
  while (at < text.length) {
    const character = text[at];
    if (character === '"') {
      at = endOfString(text, at);
      continue;
    }
    if (character === '{' || character === '[') depth += 1;
    if (character === '}' || character === ']') depth -= 1;
    at += 1;
    if (depth === 0) return at;
  }
  return at;
}
