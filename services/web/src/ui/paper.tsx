import type { ComponentChildren } from 'preact';
import { LanguageSwitch } from './language-switch.tsx';
import { Brand } from './mark.tsx';

interface PaperProps {
  children: ComponentChildren;
  wide?: boolean;
  /** Where the mark leads. */
  home?: string;
}

/** Before and after a call: a calm sheet with one card in the middle. */
export function Paper({ children, wide = false, home = '#' }: PaperProps) {
  return (
    <div class="paper">
      <header class="paper-head">
        <Brand href={home} />
        <LanguageSwitch class="button is-quiet" />
      </header>
      <main class={wide ? 'card card-wide' : 'card'}>{children}</main>
    </div>
  );
}
