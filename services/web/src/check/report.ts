import type { CandidateRow } from './candidate-row.ts';
import type { Grade } from './grade.ts';
import { masked } from './mask.ts';
import type { Section } from './sections/section.ts';

export interface ReportContents {
  /** What was tested, when and where: one line each. */
  head: readonly string[];
  sections: readonly Section[];
  rows: readonly CandidateRow[];
  /** Over the candidates. */
  rowsTitle: string;
  grades: Readonly<Record<Grade, string>>;
  /** What must not stand in it, in whatever it says. */
  secrets: readonly string[];
}

/** The whole test as text to send to somebody, without addresses and credentials. */
export function report({ head, sections, rows, rowsTitle, grades, secrets }: ReportContents): string {
  const parts = [
    head.join('\n'),
    ...sections.map((section) => sectionText(section, grades)),
    [rowsTitle, ...rows.map(rowText)].join('\n'),
  ];
  return `${masked(parts.join('\n\n'), secrets)}\n`;
}

function sectionText(
  { title, grade, summary, advice, lines }: Section,
  grades: ReportContents['grades'],
): string {
  return [
    `[${grades[grade]}] ${title}`,
    summary,
    ...(advice === undefined ? [] : [advice]),
    ...lines.flatMap((line) => [
      `- ${line.label}: ${[line.value, line.code].filter((text) => text !== undefined).join(' | ')}`,
      ...(line.advice === undefined ? [] : [`  ${line.advice}`]),
    ]),
  ].join('\n');
}

function rowText(row: CandidateRow): string {
  const { atMs, type, protocol, address, port, priority, url, relayProtocol } = row;
  const parts = [`${atMs} ms`, type, protocol, `${address} ${port ?? ''}`, priority, url, relayProtocol];
  return `- ${parts.filter((part) => part.trim() !== '').join(', ')}`;
}
