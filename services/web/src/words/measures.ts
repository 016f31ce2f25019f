import { computed } from '@preact/signals';
import { locale } from './language.ts';

// Figures with their units, as the person writes them.

function unit(name: string, digits: number) {
  return computed(
    () => new Intl.NumberFormat(locale.value, { style: 'unit', unit: name, maximumFractionDigits: digits }),
  );
}

const inMilliseconds = unit('millisecond', 0);
const inSeconds = unit('second', 1);
const inPercent = computed(
  () => new Intl.NumberFormat(locale.value, { style: 'percent', maximumFractionDigits: 1 }),
);

/** A time of less than some seconds. */
export function milliseconds(ms: number): string {
  return inMilliseconds.value.format(Math.round(ms));
}

/** A time of some seconds, to a tenth. */
export function seconds(ms: number): string {
  return inSeconds.value.format(ms / 1000);
}

/** A part of the whole, from 0 to 1. */
export function percent(part: number): string {
  return inPercent.value.format(part);
}
