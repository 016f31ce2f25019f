import type { Fingerprints } from '@parley/client/fingerprints';
import { Sha256 } from '@parley/client/files/sha256';

/** Things that one can tell apart at a glance; each language has a word for each, in this order. */
export const SIGNS = [
  '🐶 🐱 🦁 🐴 🐷 🐘 🐰 🐼',
  '🐓 🐧 🐢 🐟 🐙 🦋 🐝 🐍',
  '🌸 🌳 🌵 🍄 🌍 🌙 ☁️ 🔥',
  '🍌 🍎 🍓 🌽 🍕 🎂 🥚 🧀',
  '🤖 🎩 👓 🔧 ☂️ ⏰ 🎁 💡',
  '📖 ✏️ 📎 ✂️ 🔒 🔑 🔨 ☎️',
  '🚂 🚲 ✈️ 🚀 ⛵ ⚓ ⚽ 🎸',
  '🎺 🔔 🎈 👑 🪜 🛏️ 🕯️ ⭐',
].flatMap((row) => row.split(' '));

const LENGTH = 8;
const BITS = 6;

/**
 * A phrase for the certificates that a path is encrypted with, as places in SIGNS; the same for both people, whoever is
 * first. Eight of 64 make 48 bits: whoever stands between them would have to try that many certificates while they
 * wait for each other to find one that gives both the same phrase.
 */
export function phraseOf({ own, theirs }: Fingerprints): number[] {
  const sum = new Sha256();
  sum.update(new TextEncoder().encode([own, theirs].toSorted().join('\n')));
  const first = BigInt(`0x${sum.hex().slice(0, (LENGTH * BITS) / 4)}`);
  return Array.from({ length: LENGTH }, (_none, index) =>
    Number(BigInt.asUintN(BITS, first >> BigInt(BITS * (LENGTH - 1 - index)))),
  );
}
