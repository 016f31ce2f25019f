import type { Verdict } from './conform.ts';

const LONGEST = 110;
const MOST_FAULT_LINES = 12;

/** A line for each rule, what was seen under those that failed, and the sum. */
export function lines(verdicts: readonly Verdict[]): string[] {
  const count = (outcome: Verdict['outcome']) =>
    verdicts.filter((verdict) => verdict.outcome === outcome).length;
  return [
    ...verdicts.flatMap(linesOf),
    '',
    `${count('pass')} pass, ${count('FAIL')} fail, ${count('not tried')} not tried`,
  ];
}

function linesOf(verdict: Verdict): string[] {
  const { outcome, rule } = verdict;
  const head = `${outcome.padEnd(9)}  ${rule.id.padEnd(4)}  `;
  switch (verdict.outcome) {
    case 'pass':
      return [head + shortened(rule.text)];
    case 'not tried':
      return [`${head}${shortened(rule.text)} (${verdict.why})`];
    case 'FAIL':
      return [head + shortened(rule.text), ...verdict.faults.flatMap(faultLines)];
    default:
      return verdict satisfies never;
  }
}

function faultLines(fault: string): string[] {
  const text = fault.split('\n').slice(0, MOST_FAULT_LINES);
  return text.map((line, index) => `           ${index === 0 ? '- ' : '  '}${line}`);
}

function shortened(text: string): string {
  if (text.length <= LONGEST) return text;
  return `${text.slice(0, text.lastIndexOf(' ', LONGEST))} ...`;
}
