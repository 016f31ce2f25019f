import { signal } from '@preact/signals';
import { useShortcut } from '../keyboard/shortcuts.ts';
import { bringModule } from './bring-module.ts';
import { later } from './later.tsx';

const open = signal(false);

const ShortcutList = later(async () => (await bringModule(() => import('./shortcut-list.tsx'))).ShortcutList);

export function showShortcuts(): void {
  open.value = true;
}

/** Everywhere on the page, `?` shows what the keys do. */
export function ShortcutHelp() {
  useShortcut('shortcuts', showShortcuts);
  return open.value ? <ShortcutList onClose={() => void (open.value = false)} /> : null;
}
