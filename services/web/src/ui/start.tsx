import { Video as VideoIcon } from 'lucide';
import { useState } from 'preact/hooks';
import { recentRooms } from '../recent-rooms.ts';
import { ROOM_NAME_BITS, makeRoomName } from '../room-name.ts';
import { fragmentIn, goToRoom } from '../route.ts';
import { wholeNumber } from '../words/formats.ts';
import { startWords } from '../words/start-words.ts';
import { CheckLink } from './check-link.tsx';
import { Icon } from './icon.tsx';
import { Paper } from './paper.tsx';
import { RecentRooms } from './recent-rooms.tsx';

/** The page without a room: one field, and one button that makes a room where the field is empty. */
export function Start() {
  const { title, lead, newRoom } = startWords.value;
  return (
    <Paper>
      <h1>{title}</h1>
      <p class="lead">{lead}</p>
      <RoomForm />
      <RecentRooms rooms={recentRooms.value} />
      <p class="small">{newRoom(wholeNumber.value.format(ROOM_NAME_BITS))}</p>
      <CheckLink />
    </Paper>
  );
}

function RoomForm() {
  const [text, setText] = useState('');
  const [bad, setBad] = useState(false);
  const { label, hint, go, open, badLink } = startWords.value;
  const empty = text.trim() === '';
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const room = empty ? makeRoomName() : fragmentIn(text);
    if (room === undefined) setBad(true);
    else goToRoom(room);
  };
  return (
    <form class="room-form" onSubmit={submit} noValidate>
      <div class="field">
        <label for="link">{label}</label>
        <input
          id="link"
          value={text}
          class="input"
          data-testid="room-link"
          placeholder={hint}
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          enterkeyhint="go"
          aria-invalid={bad}
          aria-describedby={bad ? 'link-problem' : undefined}
          onInput={(event) => {
            setText(event.currentTarget.value);
            setBad(false);
          }}
        />
        {bad && (
          <p id="link-problem" class="field-problem" role="alert">
            {badLink}
          </p>
        )}
      </div>
      <button type="submit" class="button button-go button-large" data-testid="start">
        <Icon node={VideoIcon} />
        <span>{empty ? go : open}</span>
      </button>
    </form>
  );
}
