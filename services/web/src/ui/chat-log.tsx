import { ArrowDown } from 'lucide';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { ChatEntry, Said } from '../call/chat.ts';
import { splitLinks } from '../call/links.ts';
import { chatWords } from '../words/chat-words.ts';
import { commonWords, shownName } from '../words/common-words.ts';
import { clock, listed } from '../words/formats.ts';
import { FileCard } from './file-card.tsx';
import { Icon } from './icon.tsx';

// Whoever is this near to the end, in pixels, is at the end.
const NEAR = 24;

/** All that was said, in order. It stays where somebody reads, and follows what is new where they are at the end. */
export function ChatLog({ entries }: { entries: readonly ChatEntry[] }) {
  const log = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const [readTo, setReadTo] = useState(-1);
  const last = entries.at(-1);
  const toEnd = () => log.current?.scrollTo({ top: log.current.scrollHeight });
  const scrolled = () => {
    const { current } = log;
    if (current === null) return;
    atEnd.current = current.scrollHeight - current.scrollTop - current.clientHeight < NEAR;
    if (atEnd.current) setReadTo(last?.key ?? -1);
  };
  useLayoutEffect(() => {
    if (last === undefined || (!atEnd.current && !last.own)) return;
    toEnd();
    setReadTo(last.key);
  }, [last?.key]);

  const newer = entries.filter(({ key, own }) => key > readTo && !own).length;
  return (
    <div class="chat-main">
      <div
        class="chat-log"
        ref={log}
        data-testid="chat-log"
        role="log"
        aria-label={chatWords.value.log}
        tabIndex={0}
        onScroll={scrolled}
      >
        {entries.length === 0 && <p class="chat-empty">{chatWords.value.empty}</p>}
        {entries.map((entry) => (
          <Entry key={entry.key} entry={entry} />
        ))}
      </div>
      {newer > 0 && (
        <button type="button" class="button button-small chat-newer" onClick={toEnd}>
          <Icon node={ArrowDown} size={16} />
          <span>{chatWords.value.newer(newer)}</span>
        </button>
      )}
    </div>
  );
}

function Entry({ entry }: { entry: ChatEntry }) {
  const { own, from, at } = entry;
  return (
    <div class={own ? 'said is-own' : 'said'}>
      <p class="said-by">
        <span>{own ? commonWords.value.you : shownName(from)}</span>
        <time dateTime={at.toISOString()}>{clock.value.format(at)}</time>
      </p>
      {entry.kind === 'text' ? <Text said={entry} /> : <FileCard file={entry} />}
    </div>
  );
}

// What is longer is shown in part, so that one message does not push all others away.
const LONG = 900;
const MANY_LINES = 14;

function Text({ said: { text, later, missed } }: { said: Said }) {
  const [isWhole, setWhole] = useState(text.length <= LONG && text.split('\n').length <= MANY_LINES);
  const { later: gotLater, missed: notGot, showAll } = chatWords.value;
  return (
    <>
      <p class={isWhole ? 'said-text' : 'said-text is-long'}>
        {splitLinks(text).map(({ text: piece, href }, index) =>
          href === undefined ? (
            piece
          ) : (
            <a key={index} href={href} target="_blank" rel="noopener noreferrer">
              {piece}
            </a>
          ),
        )}
      </p>
      {!isWhole && (
        <button type="button" class="button button-small" onClick={() => setWhole(true)}>
          {showAll}
        </button>
      )}
      {later.length > 0 && <p class="said-note">{gotLater(listed.value.format(later.map(shownName)))}</p>}
      {missed.length > 0 && <p class="said-note">{notGot(listed.value.format(missed.map(shownName)))}</p>}
    </>
  );
}
