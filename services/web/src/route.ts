import { signal } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals';
import { isRoomName } from './room-name.ts';

export type Route = { name: 'start' } | { name: 'room'; room: string } | { name: 'bad-room'; text: string };

/** The room is in the fragment alone, which no browser sends to a server; so it stands in nobody's log. */
export function parseFragment(hash: string): Route {
  const text = decode(hash.replace(/^#/, ''));
  if (text === '') return { name: 'start' };
  return isRoomName(text) ? { name: 'room', room: text } : { name: 'bad-room', text };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export function watchRoute(): ReadonlySignal<Route> {
  const route = signal(parseFragment(location.hash));
  addEventListener('hashchange', () => {
    route.value = parseFragment(location.hash);
  });
  return route;
}

export function goToRoom(room: string): void {
  location.hash = room;
}

export function linkTo(room: string): string {
  return `${location.origin}${location.pathname}#${room}`;
}
