import { readFile } from 'node:fs/promises';
import { rulesOf } from '../documents/rules.ts';
import { CHECKS, UNTRIED } from '../protocol/checks.ts';
import type { Examination } from './conform.ts';

const PAGE = new URL('../../docs/protocol/README.md', import.meta.url);

/** The rules of the text, and all that is tried of them. */
export async function wholeExamination(): Promise<Examination> {
  const rules = rulesOf(await readFile(PAGE, 'utf8'));
  return { rules, checks: Object.values(CHECKS).flat(), untried: UNTRIED };
}
