import { Ellipsis, Keyboard } from 'lucide';
import { frameWords } from '../words/frame-words.ts';
import { Icon } from './icon.tsx';
import { LanguageSwitch } from './language-switch.tsx';
import { Menu } from './menu.tsx';
import { showShortcuts } from './shortcut-help.tsx';

/** What is seldom needed in a call. */
export function CallMenu() {
  const { more, shortcuts } = frameWords.value;
  return (
    <Menu label={more} icon={Ellipsis} testId="more">
      <LanguageSwitch class="menu-item" />
      <button type="button" class="menu-item" data-testid="show-shortcuts" onClick={showShortcuts}>
        <Icon node={Keyboard} />
        <span>{shortcuts}</span>
      </button>
    </Menu>
  );
}
