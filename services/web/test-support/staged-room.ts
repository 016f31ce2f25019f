import { newcomer } from '@parley/client/peer-view';
import type { PeerView } from '@parley/client/peer-view';
import type { Room } from '@parley/client/room';
import type { RoomEvents } from '@parley/client/room-events';
import type { SignalingState } from '@parley/client/signaling-events';
import { TypedEvents } from '@parley/client/typed-events';

/** A room of which the test says what happens in it. */
export class StagedRoom extends TypedEvents<RoomEvents> {
  peers: PeerView[] = [];
  state: SignalingState = { name: 'joined' };
  woken = 0;
  readonly said: string[] = [];

  tell<K extends keyof RoomEvents>(type: K, event: RoomEvents[K]): void {
    this.emit(type, event);
  }

  become(state: SignalingState): void {
    this.state = state;
    this.emit('state', state);
  }

  wake(): void {
    this.woken += 1;
  }

  say(text: string): number {
    const reached = this.peers.filter(({ hears }) => hears).length;
    if (reached > 0) this.said.push(text);
    return reached;
  }

  asRoom(): Room {
    return this as unknown as Room;
  }
}

export function someone(name: string, change: Partial<PeerView> = {}): PeerView {
  const whole = newcomer(name, name, new EventTarget() as MediaStream);
  return { ...whole, path: 'connected', hears: true, audio: true, video: true, ...change };
}
