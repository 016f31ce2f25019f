import { ROOM_PATTERN } from '@parley/shared/names';

// Proquints (arXiv:0901.4016): sixteen bits as one pronounceable block of five letters. Four of them hold 64 random
// bits, too many to guess, and can still be read out over a phone.
const CONSONANTS = 'bdfghjklmnprstvz';
const VOWELS = 'aiou';
const BLOCKS = 4;

export function makeRoomName(): string {
  const blocks = crypto.getRandomValues(new Uint16Array(BLOCKS));
  return Array.from(blocks, toProquint).join('-');
}

function toProquint(bits: number): string {
  const consonant = (shift: number) => CONSONANTS.charAt((bits >> shift) & 0b1111);
  const vowel = (shift: number) => VOWELS.charAt((bits >> shift) & 0b11);
  return consonant(12) + vowel(10) + consonant(6) + vowel(4) + consonant(0);
}

export function isRoomName(text: string): boolean {
  return ROOM_PATTERN.test(text);
}

/** Takes what a person was sent: a whole link or only the name in it. */
export function roomNameIn(text: string): string | undefined {
  const trimmed = text.trim();
  const name = trimmed.slice(trimmed.lastIndexOf('#') + 1);
  return isRoomName(name) ? name : undefined;
}
