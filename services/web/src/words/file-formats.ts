import { computed } from '@preact/signals';
import { locale } from './language.ts';

const SIZES = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** How large a file is: “2.4 MB”. */
export const fileSize = computed(() => (bytes: number) => measured(bytes, ''));

/** How fast it goes: “2.4 MB/s”. */
export const fileSpeed = computed(() => (bytesPerSecond: number) => measured(bytesPerSecond, '-per-second'));

function measured(bytes: number, per: '' | '-per-second'): string {
  const step = bytes < 1_000 ? 0 : Math.min(SIZES.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1_000 ** step;
  const maximumFractionDigits = step === 0 || value >= 100 ? 0 : 1;
  const unit = `${SIZES[step] ?? 'byte'}${per}`;
  return new Intl.NumberFormat(locale.value, {
    style: 'unit',
    unit,
    unitDisplay: step === 0 && per === '' ? 'long' : 'short',
    maximumFractionDigits,
  }).format(value);
}
