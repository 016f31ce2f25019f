import { startWords } from '../words/start-words.ts';
import { Paper } from './paper.tsx';
import { StartButton } from './start.tsx';

export function BadRoom({ text }: { text: string }) {
  return (
    <Paper>
      <div data-testid="notice" data-reason="bad-room">
        <h1>{startWords.value.badRoom.title}</h1>
        <p class="room-name">#{text.length > 60 ? `${text.slice(0, 60)}…` : text}</p>
        <p class="lead">{startWords.value.badRoom.body}</p>
      </div>
      <StartButton label={startWords.value.fresh} />
    </Paper>
  );
}
