import type { ComponentChildren } from 'preact';
import { LanguageSwitch } from './language-switch.tsx';
import { Brand } from './mark.tsx';

/** Before and after a call: a calm sheet with one card in the middle. */
export function Paper({ children, wide = false }: { children: ComponentChildren; wide?: boolean }) {
  return (
    <div class="paper">
      <header class="paper-head">
        <Brand />
        <LanguageSwitch class="button is-quiet" />
      </header>
      <main class={wide ? 'card card-wide' : 'card'}>{children}</main>
    </div>
  );
}
