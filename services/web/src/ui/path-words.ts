import type { PeerPath } from '@parley/client/peer-path';
import type { PeerView } from '@parley/client/peer-view';
import { useRef } from 'preact/hooks';
import { pathNote } from '../call/path-note.ts';
import { libraryWords } from '../words/library-words.ts';
import { useNow } from './now.ts';

/** What the path to a person is doing, in words, where that is worth some; `away`: the server does not answer. */
export function usePathWords(peer: PeerView, away: boolean): string | undefined {
  const now = useNow(peer.path === 'connecting' || peer.path === 'interrupted');
  const since = useRef<{ path: PeerPath; at: number }>({ path: peer.path, at: now });
  if (since.current.path !== peer.path) since.current = { path: peer.path, at: performance.now() };
  const note = pathNote(peer, now - since.current.at, away);
  return note && libraryWords.value.path[note];
}
