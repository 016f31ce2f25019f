import {
  ChartLine,
  Gauge,
  Hand,
  Keyboard,
  Maximize,
  Minimize,
  MonitorUp,
  ScreenShareOff,
  SmilePlus,
} from 'lucide';
import type { Panel } from '../call/call.ts';
import { Sharing } from '../call/sharing.ts';
import { toggleFullScreen } from './full-screen.ts';
import { frameWords } from '../words/frame-words.ts';
import { toolbarWords } from '../words/toolbar-words.ts';
import type { CallMenuProps } from './call-menu-props.ts';
import { CopyLink } from './copy-link.tsx';
import { DevicesMenu } from './devices-menu.tsx';
import { LanguageSwitch } from './language-switch.tsx';
import { MenuItem } from './menu-item.tsx';
import { showShortcuts } from './shortcut-help.tsx';

/** What is asked for seldom, and on a narrow screen what found no place in the toolbar. */
export function MoreMenu({ call, close }: CallMenuProps) {
  const words = toolbarWords.value;
  const sharing = call.sharing.track.value !== undefined;
  const isFull = document.fullscreenElement !== null;
  const raised = call.signs.hand.value;
  const open = (panel: Panel) => () => {
    close();
    call.panel.value = panel;
  };
  const closing = (act: () => void) => () => {
    close();
    act();
  };
  return (
    <>
      {Sharing.isPossible() && (
        <MenuItem
          class="is-narrow"
          icon={sharing ? ScreenShareOff : MonitorUp}
          label={sharing ? words.stopSharing : words.share}
          act={closing(() => (sharing ? call.sharing.stop() : void call.sharing.start()))}
        />
      )}
      <MenuItem
        class="is-narrow"
        icon={Hand}
        label={raised ? words.lowerHand : words.raiseHand}
        act={closing(() => call.signs.raise(!raised))}
      />
      <MenuItem class="is-narrow" icon={SmilePlus} label={words.react} act={open({ name: 'reactions' })} />
      <CopyLink room={call.settings.room} class="menu-item is-narrow" testId="copy-link-more" />
      <MenuItem class="is-narrow" icon={Gauge} label={words.bandwidth} act={open({ name: 'bandwidth' })} />
      <MenuItem
        icon={ChartLine}
        label={words.statistics}
        testId="open-statistics"
        act={open({ name: 'statistics', peer: undefined })}
      />
      <MenuItem
        icon={isFull ? Minimize : Maximize}
        label={isFull ? words.endFullScreen : words.fullScreen}
        testId="full-screen-page"
        act={closing(() => void toggleFullScreen(document.documentElement))}
      />
      <LanguageSwitch class="menu-item" />
      <MenuItem
        icon={Keyboard}
        label={frameWords.value.shortcuts}
        testId="show-shortcuts"
        act={closing(showShortcuts)}
      />
      <DevicesMenu call={call} />
    </>
  );
}
