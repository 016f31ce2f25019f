import { computed, signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { recall, remember } from '../preferences.ts';

/** The key of each thing that one key does. */
export const SHORTCUT_KEYS = {
  mute: 'm',
  camera: 'v',
  screen: 's',
  hand: 'h',
  reactions: 'r',
  chat: 'c',
  statistics: 'i',
  fullScreen: 'f',
  shortcuts: '?',
} as const;

export type Shortcut = keyof typeof SHORTCUT_KEYS;

export const SHORTCUTS = Object.keys(SHORTCUT_KEYS).filter(isShortcut);

type Acts = ReadonlyMap<Shortcut, () => void>;

const acts = signal<Acts>(new Map());
const on = signal(recall('shortcuts') !== 'off');

/** Whether single keys do anything. Some people's keys are pressed by a voice, and they turn them off (WCAG 2.1.4). */
export const shortcutsOn = computed(() => on.value);

/** Those that would do something now. */
export const activeShortcuts = computed(() => SHORTCUTS.filter((name) => acts.value.has(name)));

export function turnShortcuts(wanted: boolean): void {
  on.value = wanted;
  remember('shortcuts', wanted ? 'on' : 'off');
}

/** What the key does while `act` is to be had. Gives a function that ends it. */
export function offerShortcut(name: Shortcut, act: () => void): () => void {
  acts.value = new Map([...acts.peek(), [name, act]]);
  return () => {
    if (acts.peek().get(name) === act) acts.value = new Map([...acts.peek()].filter(([key]) => key !== name));
  };
}

/** As long as the component is shown, the key does what `act` does in its last rendering. */
export function useShortcut(name: Shortcut, act: () => void): void {
  const latest = useRef(act);
  latest.current = act;
  useEffect(() => offerShortcut(name, () => latest.current()), [name]);
}

/** Hears the keys of the page. Gives a function that ends it. */
export function hearShortcuts(page: Pick<Window, 'addEventListener' | 'removeEventListener'>): () => void {
  const hear = (event: KeyboardEvent) => {
    if (!on.value || event.defaultPrevented || event.repeat || isTyping(event.target)) return;
    const name = shortcutOf(event);
    const act = name === undefined ? undefined : acts.value.get(name);
    if (act === undefined) return;
    event.preventDefault();
    act();
  };
  page.addEventListener('keydown', hear);
  return () => page.removeEventListener('keydown', hear);
}

type Press = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'altKey' | 'metaKey' | 'isComposing'>;

/** Which one a press means, on keyboards of other scripts too, where the letter's place counts. */
export function shortcutOf(press: Press): Shortcut | undefined {
  if (press.ctrlKey || press.altKey || press.metaKey || press.isComposing) return undefined;
  const key = press.key === '？' ? '?' : press.key.toLowerCase();
  const latin = /^[\p{ASCII}]$/u.test(key) ? key : press.code.replace(/^Key/, '').toLowerCase();
  return SHORTCUTS.find((name) => SHORTCUT_KEYS[name] === latin);
}

// Where letters are text, or where a dialog has the page to itself.
function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  return target.closest('input:not([type=checkbox]), textarea, select, [contenteditable], dialog') !== null;
}

function isShortcut(text: string): text is Shortcut {
  return Object.hasOwn(SHORTCUT_KEYS, text);
}
