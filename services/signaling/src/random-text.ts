import { randomFillSync } from 'node:crypto';

/** How much is drawn at once. Each draw costs as much as some hundred bytes of it. */
const DRAWN_BYTES = 4_096;

const drawn = Buffer.alloc(DRAWN_BYTES);
let used = DRAWN_BYTES;

/** So many random bytes, at most 64, as base64url. None of them is kept, nor given out twice. */
export function randomText(bytes: number): string {
  if (used + bytes > DRAWN_BYTES) {
    randomFillSync(drawn);
    used = 0;
  }
  const text = drawn.toString('base64url', used, used + bytes);
  drawn.fill(0, used, used + bytes);
  used += bytes;
  return text;
}
