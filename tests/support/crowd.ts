import type { Page } from 'playwright-core';
import type { Room } from '@parley/client/room';
import type { JoinOptions } from '@parley/client';

type Join = (url: string, room: string, options: JoinOptions) => Promise<Room>;

/** How one member of the crowd sees the room, when looked at. */
export interface Sight {
  name: string;
  id: string;
  state: string;
  peers: { id: string; path: string }[];
  /** Of each connection that is not closed. */
  signaling: string[];
  /** By peer: what came from it, and what was said to it. */
  heard: Record<string, number[]>;
  said: Record<string, number>;
}

interface Member {
  room: Room;
  socket: WebSocket | undefined;
  connections: RTCPeerConnection[];
  heard: Map<string, number[]>;
  said: Map<string, number>;
  stop: () => void;
}

interface Crowd {
  enter(name: string): Promise<void>;
  leave(name: string): void;
  /** Ends the connection to the node as a network does. */
  cut(name: string): void;
  track(name: string, kind: 'audio' | 'video', on: boolean): Promise<void>;
  restart(): void;
  talk(): void;
  look(): Sight[];
}

declare global {
  interface Window {
    crowd: Crowd;
    join: Join;
  }
}

/** The page that the crowd is installed in. */
export const CROWD_PAGE =
  '<script type="module">import { join } from "/join.js"; window.join = join;</script>';

/**
 * Runs in the page: many members of one room, each with a room, sockets and connections of its own. Playwright sends
 * it as text: nothing from outside may be used in here.
 */
export function installCrowd({ url, room }: { url: string; room: string }): void {
  const { join } = window;
  const members = new Map<string, Member>();
  const canvas = document.createElement('canvas');
  const drawing = canvas.getContext('2d');
  const paint = setInterval(() => drawing?.fillRect(Math.random() * 50, Math.random() * 50, 5, 5), 200);
  addEventListener('pagehide', () => clearInterval(paint));
  const audio = new AudioContext();

  const makeTrack = (kind: 'audio' | 'video'): MediaStreamTrack | null => {
    const stream = kind === 'video' ? canvas.captureStream(5) : audio.createMediaStreamDestination().stream;
    return stream.getTracks()[0] ?? null;
  };

  window.crowd = {
    async enter(name) {
      const connections: RTCPeerConnection[] = [];
      const member: Partial<Member> = { connections, heard: new Map(), said: new Map() };
      const joined = await join(url, room, {
        name,
        reconnectDelay: () => 100 * Math.random(),
        webSocket: (to, subprotocol) => {
          member.socket = new WebSocket(to, subprotocol);
          return member.socket;
        },
        peerConnection: (configuration) => {
          const connection = new RTCPeerConnection(configuration);
          connections.push(connection);
          return connection;
        },
      });
      joined.on('message', ({ from, data }) => {
        member.heard?.set(from, [...(member.heard.get(from) ?? []), Number(data)]);
      });
      joined.on('fault', ({ step, error }) => reportError(new Error(`${name} ${step} ${String(error)}`)));
      members.set(name, { ...(member as Member), room: joined });
      // The socket changes; the member that the test knows has to follow.
      const known = members.get(name);
      Object.defineProperty(known, 'socket', { get: () => member.socket });
    },
    leave(name) {
      members.get(name)?.room.leave();
      members.delete(name);
    },
    cut(name) {
      members.get(name)?.socket?.close(4000);
    },
    async track(name, kind, on) {
      await members.get(name)?.room.setTrack(kind, on ? makeTrack(kind) : null);
    },
    restart() {
      for (const member of members.values()) member.room.restartIce();
    },
    talk() {
      for (const { room: from, said } of members.values()) {
        for (const { id } of from.peers) {
          const number = (said.get(id) ?? 0) + 1;
          said.set(id, number);
          void from.send(id, number);
        }
      }
    },
    look: () =>
      [...members].map(([name, member]) => ({
        name,
        id: member.room.id,
        state: member.room.state.name,
        peers: member.room.peers.map(({ id, path }) => ({ id, path })),
        signaling: member.connections
          .map((each) => each.signalingState)
          .filter((state) => state !== 'closed'),
        heard: Object.fromEntries(member.heard),
        said: Object.fromEntries(member.said),
      })),
  };
}

/** Why this crowd is not at rest: each connected to all others, with nothing left to negotiate or to say. */
export function unrest(sights: readonly Sight[]): string[] {
  const reasons: string[] = [];
  for (const sight of sights) {
    const others = sights.filter(({ id }) => id !== sight.id).map(({ id }) => id);
    const seen = sight.peers.map(({ id }) => id);
    if (sight.state !== 'joined') reasons.push(`${sight.name} is ${sight.state}`);
    if (others.toSorted().join() !== seen.toSorted().join()) reasons.push(`${sight.name} sees others`);
    for (const { path } of sight.peers)
      if (path !== 'connected') reasons.push(`${sight.name} has a path ${path}`);
    for (const each of sight.signaling) if (each !== 'stable') reasons.push(`${sight.name} is in ${each}`);
    for (const other of sights) {
      const heard = sight.heard[other.id] ?? [];
      const said = other.said[sight.id] ?? 0;
      if (heard.length < said) reasons.push(`${sight.name} has heard ${heard.length} of ${said}`);
    }
  }
  return reasons;
}

/** What was heard twice, out of order or out of nowhere. */
export function misheard(sights: readonly Sight[]): string[] {
  return sights.flatMap(({ name, heard }) =>
    Object.values(heard)
      .filter((numbers) => numbers.some((number, index) => number !== index + 1))
      .map((numbers) => `${name} heard ${numbers.join()}`),
  );
}

export async function look(page: Page): Promise<Sight[]> {
  return page.evaluate(() => window.crowd.look());
}
