import type { PeerPath } from '@parley/client/peer-path';
import type { PeerView } from '@parley/client/peer-view';
import { useRef } from 'preact/hooks';
import { pathNote } from '../call/path-note.ts';
import { libraryWords } from '../words/library-words.ts';
import { useTick } from './tick.ts';

/** What the path to a person is doing, in words, where that is worth some; `away`: the server does not answer. */
export function usePathWords(peer: PeerView, away: boolean): string | undefined {
  useTick(peer.path === 'connecting' || peer.path === 'interrupted');
  const now = performance.now();
  const since = useRef<{ path: PeerPath; at: number }>({ path: peer.path, at: now });
  if (since.current.path !== peer.path) since.current = { path: peer.path, at: now };
  const note = pathNote(peer, now - since.current.at, away);
  return note && libraryWords.value.path[note];
}
