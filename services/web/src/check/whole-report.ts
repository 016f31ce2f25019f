import type { IceServer } from '@parley/client/messages';
import { checkWords } from '../words/check-words.ts';
import { commonWords } from '../words/common-words.ts';
import { checkFormWords } from '../words/check-form-words.ts';
import type { CheckRun } from './check-run.ts';
import type { OwnCheck } from './own-check.ts';
import { report } from './report.ts';
import { allSections } from './sections/all-sections.ts';
import { ownSections } from './sections/own-sections.ts';

/** The report of a run, and of the server that was tried beside it. */
export function wholeReport(run: CheckRun, own: OwnCheck | undefined, madeAt: Date): string {
  const words = checkWords.value;
  const { title, body } = words.overall[run.overall.value];
  const reply = run.issued.value;
  const servers = [...(reply?.result === 'issued' ? reply.issued.servers : []), ...(own ? [own.server] : [])];
  return report({
    head: [
      `${commonWords.value.brand}: ${words.title}`,
      `${madeAt.toISOString()}, ${location.origin}`,
      `${title}. ${body}`,
    ],
    sections: [...allSections(run), ...(own === undefined ? [] : ownSections(own))],
    rows: [...run.servers.rows.value, ...(own?.servers.rows.value ?? [])],
    rowsTitle: checkFormWords.value.candidates.title,
    grades: words.grades,
    secrets: servers.flatMap(secretsOf),
  });
}

function secretsOf({ username, credential }: IceServer): string[] {
  return [username, credential].filter((text) => text !== undefined);
}
