import { startWords } from '../words/start-words.ts';
import { FreshRoomButton } from './fresh-room-button.tsx';
import { Paper } from './paper.tsx';

const MOST_SHOWN = 60;

/** A link whose end is no room's name. */
export function BadRoom({ text }: { text: string }) {
  const { title, body } = startWords.value.badRoom;
  return (
    <Paper>
      <div data-testid="notice" data-reason="bad-room">
        <h1>{title}</h1>
        <p class="room-name">#{text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text}</p>
        <p class="lead">{body}</p>
      </div>
      <FreshRoomButton class="button button-go button-large" />
    </Paper>
  );
}
