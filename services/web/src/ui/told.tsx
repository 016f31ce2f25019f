import type { Happening } from '../call/news.ts';
import type { Call } from '../call/call.ts';
import { shownName } from '../words/common-words.ts';
import { libraryWords } from '../words/library-words.ts';
import { talkWords } from '../words/talk-words.ts';
import { troubleWords } from '../words/trouble-words.ts';
import { absenceWords } from './banner.tsx';

/** Says what happens to people who hear the page. It is there from the start, or the first of it would not be read. */
export function Told({ call }: { call: Call }) {
  const happening = call.news.latest.value;
  const absence = call.trouble.absence.value;
  return (
    <div class="visually-hidden">
      <p role="status">{happening && words(happening)}</p>
      <p role="status">{absence && absenceWords(absence)}</p>
    </div>
  );
}

function words(happening: Happening): string {
  const { news } = troubleWords.value;
  switch (happening.what) {
    case 'came':
    case 'pathLost':
    case 'pathBack':
      return news[happening.what](shownName(happening.name));
    case 'gone':
      return libraryWords.value.gone[happening.reason](shownName(happening.name));
    case 'said':
      return talkWords.value.said(shownName(happening.name), happening.text);
    case 'offered':
      return talkWords.value.offered(shownName(happening.name), happening.file);
    case 'away':
    case 'back':
      return news[happening.what];
    default:
      return happening satisfies never;
  }
}
