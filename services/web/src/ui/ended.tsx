import { RotateCcw } from 'lucide';
import type { Call, Ending } from '../call/call.ts';
import { commonWords } from '../words/common-words.ts';
import { endedWords } from '../words/ended-words.ts';
import { wordsFor } from '../words/library-words.ts';
import { CheckLink } from './check-link.tsx';
import { FreshRoomButton } from './fresh-room-button.tsx';
import { Icon } from './icon.tsx';
import { Paper } from './paper.tsx';

/** After the call, or in its place: what happened, what it means, what to do. */
export function Ended({ call, ending }: { call: Call; ending: Ending }) {
  const left = ending.why === 'left';
  return (
    <Paper>
      <div data-testid={left ? 'left' : 'notice'} data-reason={ending.why} role="status">
        <h1>{endedWords.value.title[ending.why]}</h1>
        <p class="lead">{sentence(ending)}</p>
      </div>
      <div class="actions">
        <button
          type="button"
          class="button button-go button-large"
          data-testid="rejoin"
          onClick={() => void call.rejoin()}
        >
          <Icon node={RotateCcw} />
          <span>{left ? endedWords.value.rejoin : endedWords.value.again}</span>
        </button>
        <FreshRoomButton class="button button-large" />
        {ending.why === 'unreachable' && <CheckLink />}
      </div>
      {'code' in ending && <p class="small">{endedWords.value.code(ending.code)}</p>}
    </Paper>
  );
}

function sentence(ending: Ending): string {
  switch (ending.why) {
    case 'full':
      return endedWords.value.full(ending.capacity);
    case 'unreachable':
    case 'busy':
    case 'refused':
      return commonWords.value.sentences(wordsFor(ending.because), endedWords.value[ending.why]);
    case 'left':
    case 'removed':
    case 'elsewhere':
    case 'expired':
      return endedWords.value[ending.why];
    default:
      return ending satisfies never;
  }
}
