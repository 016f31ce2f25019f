import { computed, signal } from '@preact/signals';
import { recall, remember } from './preferences.ts';
import { isRoomName } from './room-name.ts';

export interface RecentRoom {
  room: string;
  /** When it was last entered, in milliseconds of the device's clock. */
  at: number;
}

const MOST_KEPT = 6;

const kept = signal(parseRecent(recall('rooms')));

/** The rooms this browser was in, last first. They are told to nobody. */
export const recentRooms = computed(() => kept.value);

export function noteRoom(room: string, at = Date.now()): void {
  keep(withRoom(kept.value, { room, at }));
}

export function forgetRoom(room: string): void {
  keep(kept.value.filter((recent) => recent.room !== room));
}

export function withRoom(rooms: readonly RecentRoom[], entered: RecentRoom): RecentRoom[] {
  return [entered, ...rooms.filter(({ room }) => room !== entered.room)].slice(0, MOST_KEPT);
}

/** What was kept may be of another version, or of anybody who may write here. */
export function parseRecent(text: string): RecentRoom[] {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value.filter(isRecentRoom).slice(0, MOST_KEPT) : [];
  } catch {
    return [];
  }
}

function keep(rooms: RecentRoom[]): void {
  kept.value = rooms;
  remember('rooms', rooms.length === 0 ? '' : JSON.stringify(rooms));
}

function isRecentRoom(value: unknown): value is RecentRoom {
  if (typeof value !== 'object' || value === null || !('room' in value) || !('at' in value)) return false;
  return typeof value.room === 'string' && isRoomName(value.room) && Number.isFinite(value.at);
}
