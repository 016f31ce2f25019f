import { signal } from '@preact/signals';
import { useShortcut } from '../keyboard/shortcuts.ts';
import { later } from './later.tsx';

const open = signal(false);

const ShortcutList = later(() => import('./shortcut-list.tsx').then((module) => module.ShortcutList));

export function showShortcuts(): void {
  open.value = true;
}

/** Everywhere on the page, `?` shows what the keys do. */
export function ShortcutHelp() {
  useShortcut('shortcuts', showShortcuts);
  return open.value ? <ShortcutList onClose={() => void (open.value = false)} /> : null;
}
