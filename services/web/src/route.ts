import { signal } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals';
import { isRoomName, roomNameIn } from './room-name.ts';
import { keepToken } from './room-token.ts';

export type Route = { name: 'start' } | { name: 'room'; room: string } | { name: 'bad-room'; text: string };

/** What a link has behind its `#`: a room and, where the server asks for one, a token that lets one in. */
type Fragment = Route & { token?: string };

/** The room is in the fragment alone, which no browser sends to a server; so it stands in nobody's log. */
export function parseFragment(hash: string): Fragment {
  const [, text = '', token] = /^#?(.*?)(?:&token=([\w.-]+))?$/s.exec(hash) ?? [];
  const room = decode(text);
  if (room === '') return { name: 'start' };
  if (!isRoomName(room)) return { name: 'bad-room', text: room };
  return { name: 'room', room, ...(token !== undefined && { token }) };
}

/** Takes what a person was sent, a whole link or a room's name in any shape; gives what goes behind the `#`. */
export function fragmentIn(text: string): string | undefined {
  const [, room = text, token = ''] = /^(.*)(&token=[\w.-]+)\s*$/s.exec(text) ?? [];
  const name = roomNameIn(room);
  return name === undefined ? undefined : name + token;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export function watchRoute(): ReadonlySignal<Route> {
  const route = signal(takeRoute());
  addEventListener('hashchange', () => {
    route.value = takeRoute();
  });
  return route;
}

// A token is out of the address and its history before anything is shown: it must not be read over a shoulder, nor go
// along with a copied link.
function takeRoute(): Route {
  const { token, ...route } = parseFragment(location.hash);
  if (token === undefined || route.name !== 'room') return route;
  keepToken(route.room, token);
  history.replaceState(history.state, '', `#${route.room}`);
  return route;
}

/** Goes to a room by its name, or by all that a link has behind its `#`. */
export function goToRoom(fragment: string): void {
  location.hash = fragment;
}

export function linkTo(room: string): string {
  return `${location.origin}${location.pathname}#${room}`;
}
