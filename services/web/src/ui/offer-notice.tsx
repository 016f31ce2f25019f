import { FileDown } from 'lucide';
import { useState } from 'preact/hooks';
import type { ChatEntry } from '../call/chat.ts';
import type { Talk } from '../call/talk.ts';
import { shownName } from '../words/common-words.ts';
import { talkWords } from '../words/talk-words.ts';
import { Icon } from './icon.tsx';

/** Somebody offers a file while the chat, where it is accepted, is closed. */
export function OfferNotice({ talk: { chat } }: { talk: Talk }) {
  const [seen, setSeen] = useState(-1);
  const offer = chat.open.value
    ? undefined
    : chat.entries.value.findLast((entry) => isOpenOffer(entry, seen));
  if (offer?.kind !== 'file') return null;
  const words = talkWords.value;
  return (
    <div class="offer" data-testid="offer">
      <Icon node={FileDown} />
      <p>{words.offered(shownName(offer.from), offer.name)}</p>
      <div class="offer-choice">
        <button type="button" class="button button-small button-go" onClick={() => chat.setOpen(true)}>
          {words.show}
        </button>
        <button type="button" class="button button-small" onClick={() => setSeen(offer.key)}>
          {words.dismiss}
        </button>
      </div>
    </div>
  );
}

function isOpenOffer(entry: ChatEntry, seen: number): boolean {
  if (entry.kind !== 'file' || entry.own || entry.key <= seen) return false;
  return entry.transfers.some(({ state }) => state.value.name === 'offered');
}
