import { SHORTCUT_KEYS, activeShortcuts, shortcutsOn, turnShortcuts } from '../keyboard/shortcuts.ts';
import { keyboardWords } from '../words/keyboard-words.ts';
import { Dialog } from './dialog.tsx';

/** What each key does here, and a way to have none of it. */
export function ShortcutList({ onClose }: { onClose: () => void }) {
  const { title, acts, always, turnOn, none } = keyboardWords.value;
  const on = shortcutsOn.value;
  return (
    <Dialog title={title} testId="shortcuts" onClose={onClose}>
      <dl class={on ? 'keys' : 'keys is-off'}>
        {activeShortcuts.value.map((name) => (
          <div key={name} class="keys-row">
            <dt>
              <kbd>{SHORTCUT_KEYS[name].toUpperCase()}</kbd>
            </dt>
            <dd>{acts[name]}</dd>
          </div>
        ))}
      </dl>
      <label class="tick">
        <input
          type="checkbox"
          data-testid="single-keys"
          checked={on}
          onChange={({ currentTarget }) => turnShortcuts(currentTarget.checked)}
        />
        <span>{turnOn}</span>
      </label>
      <p class="small">{on ? always : none}</p>
    </Dialog>
  );
}
