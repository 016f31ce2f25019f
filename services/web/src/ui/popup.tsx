import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

interface PopupProps {
  /** What it is called, for those who hear it. */
  label: string;
  /** The control it belongs to; it stands beside that, and on a narrow screen at the bottom edge. */
  anchor: HTMLElement | null;
  closed: () => void;
  testId?: string;
  children: (close: () => void) => ComponentChildren;
}

const MARGIN = 8;

/**
 * A few controls over the stage. It is a dialog of the browser, so that the focus stays in it, Escape closes it, and
 * the focus goes back to where it came from.
 */
export function Popup({ label, anchor, closed, testId, children }: PopupProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const { current } = dialog;
    if (current === null) return undefined;
    current.showModal();
    const place = () => placeBeside(current, anchor);
    // What is in it may come later, and be larger.
    const observer = new ResizeObserver(place);
    observer.observe(current);
    addEventListener('resize', place);
    return () => {
      observer.disconnect();
      removeEventListener('resize', place);
    };
  }, []);
  const close = () => dialog.current?.close();
  return (
    <dialog
      ref={dialog}
      class="popup"
      aria-label={label}
      data-testid={testId}
      onClose={closed}
      // Around it is its backdrop, which belongs to it.
      onClick={(event) => event.target === dialog.current && close()}
    >
      <div class="popup-body">{children(close)}</div>
    </dialog>
  );
}

function placeBeside(dialog: HTMLDialogElement, anchor: HTMLElement | null): void {
  const { offsetWidth: width, offsetHeight: height } = dialog;
  const shown = anchor?.getBoundingClientRect();
  // What opened it may itself have stood in a menu, and have no place of its own: then it stands at the bottom edge.
  const at = shown !== undefined && shown.width > 0 ? shown : new DOMRect(innerWidth / 2, innerHeight, 0, 0);
  const x = clamp(at.left + at.width / 2 - width / 2, MARGIN, innerWidth - width - MARGIN);
  const above = at.top - height - MARGIN;
  const y = above >= MARGIN ? above : clamp(at.bottom + MARGIN, MARGIN, innerHeight - height - MARGIN);
  dialog.style.setProperty('--x', `${x}px`);
  dialog.style.setProperty('--y', `${y}px`);
}

function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(value, Math.max(least, most)));
}
