import { MAX_TEXT_LENGTH } from '@parley/client/channel-messages';
import { SendHorizontal, X } from 'lucide';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Call } from '../call/call.ts';
import type { ChatEntry } from '../call/chat.ts';
import { chatWords } from '../words/chat-words.ts';
import { commonWords, shownName } from '../words/common-words.ts';
import { clock } from '../words/formats.ts';
import { Icon } from './icon.tsx';

export function ChatPanel({ call }: { call: Call }) {
  const close = () => call.chat.setOpen(false);
  return (
    <aside
      class="chat"
      aria-label={chatWords.value.title}
      onKeyDown={(event) => event.key === 'Escape' && close()}
    >
      <header class="chat-head">
        <h2>{chatWords.value.title}</h2>
        <button
          type="button"
          class="round"
          data-testid="chat-close"
          aria-label={chatWords.value.close}
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
      {entries.length === 0 && <p class="chat-empty">{chatWords.value.empty}</p>}
      {entries.map((entry) => (
        <div key={entry.key} class={entry.own ? 'said is-own' : 'said'}>
          <p class="said-by">
            <span>{entry.own ? commonWords.value.you : shownName(entry.from)}</span>
            <time dateTime={entry.at.toISOString()}>{clock.value.format(entry.at)}</time>
          </p>
          <p class="said-text">{entry.text}</p>
        </div>
      ))}
    </div>
  );
}

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
          {chatWords.value.nobody}
        </p>
      )}
      <input
        ref={input}
        class="input"
        data-testid="chat-input"
        aria-label={chatWords.value.label}
        placeholder={chatWords.value.hint}
        autocomplete="off"
        maxLength={MAX_TEXT_LENGTH}
        value={text}
        onInput={(event) => {
          setText(event.currentTarget.value);
          setUnheard(false);
        }}
      />
      <button type="submit" class="round is-send" data-testid="chat-send" aria-label={chatWords.value.send}>
        <Icon node={SendHorizontal} />
      </button>
    </form>
  );
}
