import { effect } from '@preact/signals';
import type { Call } from './call.ts';

/** Chat and statistics share one place beside the stage: whichever was asked for last has it. Gives a function that ends it. */
export function keepOneBeside({ chat, panel }: Pick<Call, 'chat' | 'panel'>): () => void {
  const ends = [
    effect(() => {
      if (chat.open.value && panel.peek()?.name === 'statistics') panel.value = undefined;
    }),
    effect(() => {
      if (panel.value?.name === 'statistics' && chat.open.peek()) chat.setOpen(false);
    }),
  ];
  return () => {
    for (const end of ends) end();
  };
}
