import { Gauge, MessageCircle, PhoneOff } from 'lucide';
import { useEffect, useRef } from 'preact/hooks';
import type { Call } from '../call/call.ts';
import { SEND_LIMITS, isSendLimit } from '../call/send-limits.ts';
import { useShortcut } from '../keyboard/shortcuts.ts';
import { toolbarWords } from '../words/toolbar-words.ts';
import { CallMenu } from './call-menu.tsx';
import { CopyLink } from './copy-link.tsx';
import { DeviceButton } from './device-button.tsx';
import { Icon } from './icon.tsx';

export function Toolbar({ call }: { call: Call }) {
  return (
    <div class="toolbar" role="toolbar" aria-label={toolbarWords.value.label}>
      <DeviceButton devices={call.devices} kind="audio" />
      <DeviceButton devices={call.devices} kind="video" />
      <LimitChoice call={call} />
      <CopyLink room={call.settings.room} class="round" testId="copy-link" iconOnly />
      <ChatButton call={call} />
      <CallMenu />
      <button
        type="button"
        class="round is-leave"
        data-testid="leave"
        aria-label={toolbarWords.value.leave}
        onClick={() => call.leave()}
      >
        <Icon node={PhoneOff} />
        <span class="round-word">{toolbarWords.value.leave}</span>
      </button>
    </div>
  );
}

/** There is nothing to limit before somebody is connected. */
function LimitChoice({ call }: { call: Call }) {
  const connected = call.peers.value.some((peer) => peer.path === 'connected' || peer.path === 'interrupted');
  const limit = call.limit.value;
  const { limit: label, limitSoon } = toolbarWords.value;
  return (
    <label
      class={limit === 'unlimited' ? 'round limit' : 'round limit is-set'}
      data-tip={connected ? label : limitSoon}
    >
      <Icon node={Gauge} />
      <span class="round-word" aria-hidden="true">
        {toolbarWords.value.limits[limit]}
      </span>
      <select
        data-testid="bandwidth"
        aria-label={label}
        disabled={!connected}
        value={limit}
        onChange={({ currentTarget: { value } }) => void (isSendLimit(value) && call.setLimit(value))}
      >
        {SEND_LIMITS.map((choice) => (
          <option key={choice} value={choice}>
            {toolbarWords.value.limits[choice]}
          </option>
        ))}
      </select>
    </label>
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
