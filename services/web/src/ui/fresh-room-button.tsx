import { Video as VideoIcon } from 'lucide';
import { makeRoomName } from '../room-name.ts';
import { goToRoom } from '../route.ts';
import { startWords } from '../words/start-words.ts';
import { Icon } from './icon.tsx';

/** Starts a call in a room of its own. */
export function FreshRoomButton({ class: className }: { class: string }) {
  return (
    <button type="button" class={className} data-testid="fresh-room" onClick={() => goToRoom(makeRoomName())}>
      <Icon node={VideoIcon} />
      <span>{startWords.value.fresh}</span>
    </button>
  );
}
