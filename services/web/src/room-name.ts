import { ROOM_PATTERN } from '@parley/shared/names';

// Proquints (arXiv:0901.4016): sixteen bits as one pronounceable block of five letters. Four of them hold 64 random
// bits, too many to guess, and can still be read out over a phone.
const CONSONANTS = 'bdfghjklmnprstvz';
const VOWELS = 'aiou';
const BLOCKS = 4;
const BLOCK = new RegExp(`^[${CONSONANTS}][${VOWELS}][${CONSONANTS}][${VOWELS}][${CONSONANTS}]$`);

/** How many random bits the name of a new room has. */
export const ROOM_NAME_BITS = BLOCKS * 16;

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

/** Takes what a person was sent or heard: a whole link, only the name in it, or a name as it was read out. */
export function roomNameIn(text: string): string | undefined {
  const trimmed = text.trim();
  const name = trimmed.slice(trimmed.lastIndexOf('#') + 1);
  return heardName(name) ?? (isRoomName(name) ? name : undefined);
}

/** Blocks as people write them who hear them: with spaces, without anything between them, with capitals. */
function heardName(text: string): string | undefined {
  const letters = text.toLowerCase().replace(/[\s,.·-]+/g, '');
  const blocks = letters.match(/.{1,5}/g) ?? [];
  return blocks.length === BLOCKS && blocks.every((block) => BLOCK.test(block))
    ? blocks.join('-')
    : undefined;
}
