import { computed } from '@preact/signals';
import { locale } from './language.ts';

/** The time of day, as the person writes it. */
export const clock = computed(
  () => new Intl.DateTimeFormat(locale.value, { hour: '2-digit', minute: '2-digit' }),
);

export const wholeNumber = computed(() => new Intl.NumberFormat(locale.value, { maximumFractionDigits: 0 }));

const ago = computed(() => new Intl.RelativeTimeFormat(locale.value, { numeric: 'auto' }));

// From the largest down; what is shorter than a minute is now.
const SPANS = [
  ['year', 31_536_000_000],
  ['month', 2_592_000_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

/** How long ago that was, in the largest unit that it fills: "yesterday", "3 minutes ago". */
export function agoInWords(at: number, now = Date.now()): string {
  const past = Math.max(0, now - at);
  const [unit, ms] = SPANS.find(([, span]) => past >= span) ?? ['second', Infinity];
  return ago.value.format(-Math.floor(past / ms), unit);
}

/** A length of time in its largest unit, rounded: “8 minutes”. */
export const duration = computed(() => (ms: number) => {
  const seconds = Math.max(1, Math.round(ms / 1_000));
  if (seconds < 100) return inUnit(seconds, 'second');
  return seconds < 100 * 60
    ? inUnit(Math.round(seconds / 60), 'minute')
    : inUnit(Math.round(seconds / 3_600), 'hour');
});

function inUnit(value: number, name: 'second' | 'minute' | 'hour'): string {
  return new Intl.NumberFormat(locale.value, { style: 'unit', unit: name, unitDisplay: 'long' }).format(
    value,
  );
}

/** Names as one says them one after the other: “Ann, Bob and Cleo”. */
export const listed = computed(() => new Intl.ListFormat(locale.value, { type: 'conjunction' }));

const twoDigits = computed(() => new Intl.NumberFormat(locale.value, { maximumSignificantDigits: 2 }));

/** Bits a second, as people speak of lines: `600 kbps`, `1.8 Mbps`. */
export function rate(bps: number): string {
  const [value, unit] = bps < 999_500 ? [bps / 1000, 'kbps'] : [bps / 1_000_000, 'Mbps'];
  const number = value < 100 ? twoDigits.value.format(value) : wholeNumber.value.format(value);
  return `${number} ${unit}`;
}
