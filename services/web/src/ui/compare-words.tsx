import type { Fingerprints } from '@parley/client/fingerprints';
import '../styles/phrase.css';
import { SIGNS, phraseOf } from '../call/phrase.ts';
import { phraseWords } from '../words/phrase-words.ts';
import { Dialog } from './dialog.tsx';

interface CompareWordsProps {
  name: string;
  /** Of the path to this person; undefined while there is none. */
  fingerprints: Fingerprints | undefined;
  close: () => void;
}

/** The words by which two people find out whether somebody stands between them. */
export function CompareWords({ name, fingerprints, close }: CompareWordsProps) {
  const words = phraseWords.value;
  return (
    <Dialog title={words.title} testId="phrase" onClose={close}>
      {fingerprints === undefined ? (
        <p>{words.none}</p>
      ) : (
        <>
          <p>{words.lead(name)}</p>
          <Phrase places={phraseOf(fingerprints)} things={words.things} />
          <p>{words.otherwise}</p>
        </>
      )}
    </Dialog>
  );
}

function Phrase({ places, things }: { places: readonly number[]; things: readonly string[] }) {
  return (
    <ol class="phrase">
      {places.map((place, index) => (
        <li key={index}>
          <span class="phrase-sign" aria-hidden="true">
            {SIGNS[place]}
          </span>
          <span class="phrase-word">{things[place]}</span>
        </li>
      ))}
    </ol>
  );
}
