import type { IconNode } from 'lucide';
import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { Icon } from './icon.tsx';

interface MenuProps {
  label: string;
  icon: IconNode;
  testId: string;
  children: ComponentChildren;
}

/** A button of the toolbar that shows further ones above it. Any of them closes it, as Escape and a press elsewhere do. */
export function Menu({ label, icon, testId, children }: MenuProps) {
  const [open, setOpen] = useState(false);
  const whole = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();
  useEffect(() => {
    if (!open) return undefined;
    const elsewhere = ({ target }: Event) => {
      if (!(target instanceof Node && whole.current?.contains(target) === true)) setOpen(false);
    };
    addEventListener('pointerdown', elsewhere);
    addEventListener('focusin', elsewhere);
    return () => {
      removeEventListener('pointerdown', elsewhere);
      removeEventListener('focusin', elsewhere);
    };
  }, [open]);
  const close = () => {
    // Before its buttons go: whoever stands on one of them must not fall off.
    button.current?.focus();
    setOpen(false);
  };
  return (
    <div
      class="menu"
      ref={whole}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !open) return;
        event.stopPropagation();
        close();
      }}
    >
      <button
        ref={button}
        type="button"
        class={open ? 'round is-open' : 'round'}
        data-testid={testId}
        aria-label={label}
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        data-tip={open ? undefined : label}
        onClick={() => setOpen(!open)}
      >
        <Icon node={icon} />
      </button>
      {open && (
        <div class="menu-sheet" id={id} onClick={close}>
          {children}
        </div>
      )}
    </div>
  );
}
