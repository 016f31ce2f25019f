import { Ellipsis, Gauge, Hand, MessageCircle, MonitorUp, PhoneOff, ScreenShareOff, SmilePlus } from 'lucide';
import type { IconNode } from 'lucide';
import { useEffect, useRef } from 'preact/hooks';
import type { Call } from '../call/call.ts';
import { useShortcut } from '../keyboard/shortcuts.ts';
import { Sharing } from '../call/sharing.ts';
import { frameWords } from '../words/frame-words.ts';
import { toolbarWords } from '../words/toolbar-words.ts';
import { CopyLink } from './copy-link.tsx';
import { DeviceButton } from './device-button.tsx';
import { toggleFullScreen } from './full-screen.ts';
import { Icon } from './icon.tsx';
import { PanelButton } from './panel-button.tsx';

/** On a narrow screen those marked as wide stand in the menu of `more` instead. */
export function Toolbar({ call }: { call: Call }) {
  const { bandwidth, label, leave, react } = toolbarWords.value;
  useToolbarKeys(call);
  return (
    <div class="toolbar" role="toolbar" aria-label={label}>
      <DeviceButton devices={call.devices} kind="audio" />
      <DeviceButton devices={call.devices} kind="video" />
      <ShareButton call={call} />
      <HandButton call={call} />
      <PanelButton call={call} panel="reactions" icon={SmilePlus} label={react} testId="react" wide />
      <CopyLink room={call.settings.room} class="round is-wide" testId="copy-link" iconOnly />
      <ChatButton call={call} />
      <PanelButton
        call={call}
        panel="bandwidth"
        icon={Gauge}
        label={bandwidth}
        testId="open-bandwidth"
        wide
      />
      <PanelButton call={call} panel="more" icon={Ellipsis} label={frameWords.value.more} testId="more" />
      <button
        type="button"
        class="round is-leave"
        data-testid="leave"
        aria-label={leave}
        onClick={() => call.leave()}
      >
        <Icon node={PhoneOff} />
        <span class="round-word">{leave}</span>
      </button>
    </div>
  );
}

function useToolbarKeys(call: Call): void {
  const { sharing, signs, panel } = call;
  useShortcut('screen', () => toggleSharing(sharing));
  useShortcut('hand', () => signs.raise(!signs.hand.value));
  useShortcut('reactions', () => void (panel.value = { name: 'reactions' }));
  useShortcut('statistics', () => {
    panel.value = panel.value?.name === 'statistics' ? undefined : { name: 'statistics', peer: undefined };
  });
  useShortcut('fullScreen', () => void toggleFullScreen(document.documentElement));
}

function toggleSharing(sharing: Sharing): void {
  if (sharing.track.value !== undefined) sharing.stop();
  else if (Sharing.isPossible()) void sharing.start();
}

interface ToggleProps {
  icon: IconNode;
  label: string;
  on: boolean;
  testId: string;
  toggle: () => void;
}

function Toggle({ icon, label, on, testId, toggle }: ToggleProps) {
  return (
    <button
      type="button"
      class={on ? 'round is-wide is-lit' : 'round is-wide'}
      data-testid={testId}
      data-on={on}
      aria-label={label}
      data-tip={label}
      onClick={toggle}
    >
      <Icon node={icon} />
    </button>
  );
}

function ShareButton({ call }: { call: Call }) {
  if (!Sharing.isPossible()) return null;
  const on = call.sharing.track.value !== undefined;
  const { share, stopSharing } = toolbarWords.value;
  return (
    <Toggle
      icon={on ? ScreenShareOff : MonitorUp}
      label={on ? stopSharing : share}
      on={on}
      testId="share"
      toggle={() => toggleSharing(call.sharing)}
    />
  );
}

function HandButton({ call }: { call: Call }) {
  const on = call.signs.hand.value;
  const { raiseHand, lowerHand } = toolbarWords.value;
  return (
    <Toggle
      icon={Hand}
      label={on ? lowerHand : raiseHand}
      on={on}
      testId="hand"
      toggle={() => call.signs.raise(!on)}
    />
  );
}

function ChatButton({ call }: { call: Call }) {
  const open = call.chat.open.value;
  const unread = call.chat.unread.value;
  const { chat, unread: unreadLabel } = toolbarWords.value;
  const button = useRef<HTMLButtonElement>(null);
  const wasOpen = useRef(open);
  useShortcut('chat', () => call.chat.setOpen(!open));
  // Whoever closes the chat by keyboard goes on where they opened it.
  useEffect(() => {
    if (wasOpen.current && !open) button.current?.focus();
    wasOpen.current = open;
  }, [open]);
  return (
    <button
      ref={button}
      type="button"
      class={open ? 'round is-open' : 'round'}
      data-testid="chat"
      aria-label={unread === 0 ? chat : unreadLabel(unread)}
      aria-expanded={open}
      data-tip={chat}
      onClick={() => call.chat.setOpen(!open)}
    >
      <Icon node={MessageCircle} />
      {unread > 0 && (
        <span class="badge" data-testid="unread" aria-hidden="true">
          {unread > 99 ? '99+' : unread}
        </span>
      )}
    </button>
  );
}
