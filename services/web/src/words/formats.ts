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
