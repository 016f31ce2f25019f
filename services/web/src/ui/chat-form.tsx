import { MAX_TEXT_LENGTH } from '@parley/client/channel-messages';
import type { PeerView } from '@parley/client/peer-view';
import { SendHorizontal } from 'lucide';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { reachOf } from '../call/reach.ts';
import type { Talk } from '../call/talk.ts';
import { chatWords } from '../words/chat-words.ts';
import { shownName } from '../words/common-words.ts';
import { listed, wholeNumber } from '../words/formats.ts';
import { FileChoice } from './file-choice.tsx';
import { Icon } from './icon.tsx';

type Trouble = 'nobody' | 'too-long';

/** Where one writes, and what one sends files by. What could not be sent stays in the field. */
export function ChatForm({ talk, peers }: { talk: Talk; peers: readonly PeerView[] }) {
  const { draft } = talk.chat;
  const [trouble, setTrouble] = useState<Trouble | undefined>();
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.focus(), []);
  useLayoutEffect(() => fit(field.current), [draft.value]);

  const send = () => {
    const text = draft.value.trim();
    if (text === '') return;
    const isTooLong = text.length > MAX_TEXT_LENGTH;
    const isSent = !isTooLong && talk.say(text);
    setTrouble(isSent ? undefined : isTooLong ? 'too-long' : 'nobody');
    if (isSent) draft.value = '';
  };
  const { label, hint, send: sendLabel } = chatWords.value;
  return (
    <form
      class="chat-form"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <WhoGetsIt peers={peers} />
      {trouble && (
        <p class="chat-note" role="alert">
          {troubleWords(trouble, draft.value.trim().length)}
        </p>
      )}
      <FileChoice talk={talk} peers={peers} />
      <textarea
        ref={field}
        class="input"
        data-testid="chat-input"
        aria-label={label}
        placeholder={hint}
        autocomplete="off"
        rows={1}
        value={draft.value}
        onInput={(event) => {
          draft.value = event.currentTarget.value;
          setTrouble(undefined);
        }}
        onPaste={(event) => {
          const files = [...(event.clipboardData?.files ?? [])];
          if (files.length === 0) return;
          event.preventDefault();
          talk.offer(files);
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.shiftKey || isWriting(event)) return;
          event.preventDefault();
          send();
        }}
      />
      <button type="submit" class="round is-send" data-testid="chat-send" aria-label={sendLabel}>
        <Icon node={SendHorizontal} />
      </button>
    </form>
  );
}

function WhoGetsIt({ peers }: { peers: readonly PeerView[] }) {
  const { nobody, everybody, later, missed } = chatWords.value.reach;
  const reach = reachOf(peers);
  const names = (list: string[]) => listed.value.format(list.map(shownName));
  return (
    <p class="chat-reach" data-testid="reach">
      {reach.now.length > 0 ? everybody(names(reach.now)) : nobody}
      {reach.later.length > 0 && <span>{later(names(reach.later))}</span>}
      {reach.missed.length > 0 && <span>{missed(names(reach.missed))}</span>}
    </p>
  );
}

function troubleWords(trouble: Trouble, length: number): string {
  const { nobody, tooLong } = chatWords.value;
  if (trouble === 'nobody') return nobody;
  return tooLong(wholeNumber.value.format(length), wholeNumber.value.format(MAX_TEXT_LENGTH));
}

/**
 * While Chinese is being written, Enter takes a word over and sends nothing. Safari has ended the composition by the time
 * of the key (WebKit bug 165004), and marks it by its code alone.
 */
function isWriting({ isComposing, keyCode }: KeyboardEvent): boolean {
  return isComposing || keyCode === 229;
}

const TALLEST_PX = 140;

/** The field grows with what is written. */
function fit(field: HTMLTextAreaElement | null): void {
  if (field === null) return;
  field.style.setProperty('height', 'auto');
  const border = field.offsetHeight - field.clientHeight;
  field.style.setProperty('height', `${Math.min(TALLEST_PX, field.scrollHeight + border)}px`);
}
