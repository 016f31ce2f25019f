import type { PeerView } from '@parley/client/peer-view';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Call } from '../call/call.ts';
import { shownName } from '../words/common-words.ts';
import { signWords } from '../words/sign-words.ts';

/** Hands, screens and signs of others, for people who hear the page rather than see it. */
export function SignsTold({ call }: { call: Call }) {
  const [told, setTold] = useState('');
  const before = useRef<readonly PeerView[]>([]);
  const peers = call.peers.value;
  const sign = call.signs.shown.value.findLast(({ peer }) => peer !== undefined);
  useEffect(() => {
    const news = peers.findLast((peer) => isNews(peer, before.current));
    if (news !== undefined) {
      const { raised, shares } = signWords.value;
      const raises = news.hand && before.current.every((peer) => peer.id !== news.id || !peer.hand);
      setTold((raises ? raised : shares)(shownName(news.name)));
    }
    before.current = peers;
  }, [peers]);
  useEffect(() => {
    if (sign === undefined) return;
    const name = peers.find(({ id }) => id === sign.peer)?.name;
    setTold(signWords.value.shows(shownName(name), signWords.value.names[sign.sign]));
  }, [sign?.key]);
  return (
    <p class="visually-hidden" role="status" data-testid="signs-told">
      {told}
    </p>
  );
}

function isNews(peer: PeerView, before: readonly PeerView[]): boolean {
  const known = before.find(({ id }) => id === peer.id);
  return (peer.hand && known?.hand !== true) || (peer.screen !== undefined && known?.screen === undefined);
}
