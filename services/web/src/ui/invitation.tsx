import { linkTo } from '../route.ts';
import { stageWords } from '../words/stage-words.ts';
import { CopyLink } from './copy-link.tsx';
import { placed } from './tile.tsx';
import type { Place } from '../call/focus-layout.ts';

/** The empty seat beside somebody who is alone. */
export function Invitation({ place, room, again }: { place: Place; room: string; again: boolean }) {
  const { first, firstHint, alone, aloneHint } = stageWords.value;
  return (
    <li class="tile invitation" style={placed(place)} data-testid="invitation">
      <p class="invitation-title">{again ? alone : first}</p>
      <p class="invitation-hint">{again ? aloneHint : firstHint}</p>
      <p class="invitation-link">{linkTo(room).replace(/^https?:\/\//, '')}</p>
      <CopyLink room={room} class="button button-go" testId="copy-invitation" />
    </li>
  );
}
