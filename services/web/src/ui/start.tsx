import { Video as VideoIcon } from 'lucide';
import { useState } from 'preact/hooks';
import { makeRoomName, roomNameIn } from '../room-name.ts';
import { goToRoom } from '../route.ts';
import { startWords } from '../words/start-words.ts';
import { Icon } from './icon.tsx';
import { Paper } from './paper.tsx';

export function StartButton({ label = startWords.value.go }: { label?: string }) {
  return (
    <button
      type="button"
      class="button button-go button-large"
      data-testid="start"
      onClick={() => goToRoom(makeRoomName())}
    >
      <Icon node={VideoIcon} />
      <span>{label}</span>
    </button>
  );
}

/** The page without a room: makes one, or takes a link that was sent. */
export function Start() {
  return (
    <Paper>
      <h1>{startWords.value.title}</h1>
      <p class="lead">{startWords.value.lead}</p>
      <StartButton />
      <p class="or" aria-hidden="true">
        <span>{startWords.value.or}</span>
      </p>
      <OpenLink />
    </Paper>
  );
}

function OpenLink() {
  const [link, setLink] = useState('');
  const [bad, setBad] = useState(false);
  const open = (event: SubmitEvent) => {
    event.preventDefault();
    const room = roomNameIn(link);
    if (room === undefined) setBad(true);
    else goToRoom(room);
  };
  return (
    <form class="field" onSubmit={open} noValidate>
      <label for="link">{startWords.value.linkLabel}</label>
      <div class="field-row">
        <input
          id="link"
          value={link}
          class="input"
          data-testid="room-link"
          placeholder={startWords.value.linkHint}
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          aria-invalid={bad}
          aria-describedby={bad ? 'link-problem' : undefined}
          onInput={(event) => {
            setLink(event.currentTarget.value);
            setBad(false);
          }}
        />
        <button type="submit" class="button">
          {startWords.value.open}
        </button>
      </div>
      {bad && (
        <p id="link-problem" class="field-problem" role="alert">
          {startWords.value.badLink}
        </p>
      )}
    </form>
  );
}
