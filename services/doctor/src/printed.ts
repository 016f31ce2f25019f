import type { Finding } from './finding.ts';
import type { Result } from './examine.ts';

const MARKS = { ok: 'ok', warning: 'warning', fault: 'FAULT', 'not tried': '-' } as const;

/** One line for a result; under what is wrong one more, with the line to change. */
export function linesOf({ check, finding }: Result): string[] {
  const line = `${MARKS[finding.outcome].padEnd(8)} ${check.padEnd(14)} ${seenIn(finding)}`;
  if (!('remedy' in finding)) return [line];
  const { setting, file, how } = finding.remedy;
  return [line, `${' '.repeat(24)}-> ${setting} in ${file}: ${how}`];
}

/** How many of each there were. */
export function sumOf(results: readonly Result[]): string {
  const count = (outcome: Finding['outcome']) =>
    results.filter(({ finding }) => finding.outcome === outcome).length;
  return `${count('ok')} ok, ${count('warning')} warnings, ${count('fault')} faults, ${count('not tried')} not tried`;
}

function seenIn(finding: Finding): string {
  return finding.outcome === 'not tried' ? `not tried: ${finding.why}` : finding.seen;
}
