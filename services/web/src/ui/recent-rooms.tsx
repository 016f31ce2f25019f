import { X } from 'lucide';
import { forgetRoom } from '../recent-rooms.ts';
import type { RecentRoom } from '../recent-rooms.ts';
import { linkTo } from '../route.ts';
import { agoInWords } from '../words/formats.ts';
import { startWords } from '../words/start-words.ts';
import { Icon } from './icon.tsx';

/** Where one was before, each to go back to or to forget. */
export function RecentRooms({ rooms }: { rooms: readonly RecentRoom[] }) {
  if (rooms.length === 0) return null;
  const { recent, recentHint, forget } = startWords.value;
  return (
    <section class="recent" aria-labelledby="recent">
      <h2 id="recent">{recent}</h2>
      <ul>
        {rooms.map(({ room, at }) => (
          <li key={room} class="recent-room">
            <a class="recent-link" href={linkTo(room)} data-testid="recent-room">
              <span class="recent-name">{room}</span>
              <time class="small" dateTime={new Date(at).toISOString()}>
                {agoInWords(at)}
              </time>
            </a>
            <button
              type="button"
              class="button is-quiet is-icon"
              aria-label={forget(room)}
              onClick={() => forgetRoom(room)}
            >
              <Icon node={X} />
            </button>
          </li>
        ))}
      </ul>
      <p class="small">{recentHint}</p>
    </section>
  );
}
