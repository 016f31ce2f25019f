import type { PeerPath } from '@parley/client/peer-path';
import type { PeerView } from '@parley/client/peer-view';
import { useRef } from 'preact/hooks';
import { pathNote } from '../call/path-note.ts';
import type { PathNote } from '../call/path-note.ts';
import { useTick } from './tick.ts';

/** What the path to a person is doing, where that is worth a word; `away`: the server does not answer. */
export function usePathNote(peer: PeerView, away: boolean): PathNote | undefined {
  useTick(peer.path === 'connecting' || peer.path === 'interrupted');
  const now = performance.now();
  const since = useRef<{ path: PeerPath; at: number }>({ path: peer.path, at: now });
  if (since.current.path !== peer.path) since.current = { path: peer.path, at: now };
  return pathNote(peer, now - since.current.at, away);
}
