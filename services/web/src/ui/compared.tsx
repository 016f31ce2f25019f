import type { Call } from '../call/call.ts';
import { shownName } from '../words/common-words.ts';
import { later } from './later.tsx';

const CompareWords = later(() => import('./compare-words.tsx').then((module) => module.CompareWords));

/** The words to compare with somebody, where that was asked for. */
export function Compared({ call }: { call: Call }) {
  const peer = call.peers.value.find(({ id }) => id === call.comparing.value);
  if (peer === undefined) return null;
  return (
    <CompareWords
      name={shownName(peer.name)}
      fingerprints={call.fingerprints(peer.id)}
      close={() => {
        call.comparing.value = undefined;
      }}
    />
  );
}
