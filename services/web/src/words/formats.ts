import { computed } from '@preact/signals';
import { locale } from './language.ts';

/** The time of day, as the person writes it. */
export const clock = computed(
  () => new Intl.DateTimeFormat(locale.value, { hour: '2-digit', minute: '2-digit' }),
);

export const wholeNumber = computed(() => new Intl.NumberFormat(locale.value, { maximumFractionDigits: 0 }));
