import { X } from 'lucide';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Icon } from './icon.tsx';

interface SidePanelProps {
  title: string;
  closeLabel: string;
  /** Its own class. */
  name: string;
  close: () => void;
  children: ComponentChildren;
}

/** What opens beside the stage, and over it where there is no room. It takes the focus, and gives it back. */
export function SidePanel({ title, closeLabel, name, close, children }: SidePanelProps) {
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    // Something in it may have taken the focus before.
    if (panel.current?.contains(before) === false) panel.current.querySelector('button')?.focus();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <aside
      ref={panel}
      class={`panel ${name}`}
      aria-label={title}
      // While Chinese is being written, Escape gives a word up.
      onKeyDown={(event) => event.key === 'Escape' && !event.isComposing && close()}
    >
      <header class="panel-head">
        <h2>{title}</h2>
        <button
          type="button"
          class="round"
          data-testid={`${name}-close`}
          aria-label={closeLabel}
          onClick={close}
        >
          <Icon node={X} />
        </button>
      </header>
      {children}
    </aside>
  );
}
