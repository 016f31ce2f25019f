import { MAX_TEXT_LENGTH } from '@parley/client/channel-messages';
import { SendHorizontal, X } from 'lucide';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Call } from '../call/call.ts';
import type { ChatEntry } from '../call/chat.ts';
import { shownName, strings } from '../strings.ts';
import { Icon } from './icon.tsx';

export function ChatPanel({ call }: { call: Call }) {
  const close = () => call.chat.setOpen(false);
  return (
    <aside
      class="chat"
      aria-label={strings.chat.title}
      onKeyDown={(event) => event.key === 'Escape' && close()}
    >
      <header class="chat-head">
        <h2>{strings.chat.title}</h2>
        <button
          type="button"
          class="round"
          data-testid="chat-close"
          aria-label={strings.chat.close}
          onClick={close}
        >
          <Icon node={X} />
        </button>
      </header>
      <ChatLog entries={call.chat.entries.value} />
      <ChatForm say={(text) => call.say(text)} />
    </aside>
  );
}

function ChatLog({ entries }: { entries: readonly ChatEntry[] }) {
  const log = useRef<HTMLDivElement>(null);
  useEffect(() => {
    log.current?.scrollTo({ top: log.current.scrollHeight });
  }, [entries.length, entries.at(-1)?.key]);
  return (
    <div class="chat-log" ref={log} data-testid="chat-log" role="log" tabIndex={0}>
      {entries.length === 0 && <p class="chat-empty">{strings.chat.empty}</p>}
      {entries.map((entry) => (
        <div key={entry.key} class={entry.own ? 'said is-own' : 'said'}>
          <p class="said-by">
            <span>{entry.own ? strings.you : shownName(entry.from)}</span>
            <time dateTime={entry.at.toISOString()}>{clock.format(entry.at)}</time>
          </p>
          <p class="said-text">{entry.text}</p>
        </div>
      ))}
    </div>
  );
}

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });

function ChatForm({ say }: { say: (text: string) => boolean }) {
  const [text, setText] = useState('');
  const [unheard, setUnheard] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);

  const send = (event: SubmitEvent) => {
    event.preventDefault();
    if (text.trim() === '') return;
    const heard = say(text.trim());
    setUnheard(!heard);
    if (heard) setText('');
  };
  return (
    <form class="chat-form" onSubmit={send}>
      {unheard && (
        <p class="chat-note" role="alert">
          {strings.chat.nobody}
        </p>
      )}
      <input
        ref={input}
        class="input"
        data-testid="chat-input"
        aria-label={strings.chat.label}
        placeholder={strings.chat.hint}
        autocomplete="off"
        maxLength={MAX_TEXT_LENGTH}
        value={text}
        onInput={(event) => {
          setText(event.currentTarget.value);
          setUnheard(false);
        }}
      />
      <button type="submit" class="round is-send" data-testid="chat-send" aria-label={strings.chat.send}>
        <Icon node={SendHorizontal} />
      </button>
    </form>
  );
}
