import type { Call } from '../call/call.ts';
import { shownName } from '../words/common-words.ts';
import { bringModule } from './bring-module.ts';
import { later } from './later.tsx';

const CompareWords = later(async () => (await bringModule(() => import('./compare-words.tsx'))).CompareWords);

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
