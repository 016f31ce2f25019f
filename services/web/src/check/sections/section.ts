import type { Grade } from '../grade.ts';

/** One thing that was found, in words. */
export interface Line {
  label: string;
  value: string;
  grade?: Grade | undefined;
  /** What to do about it. */
  advice?: string | undefined;
  /** For whoever helps. */
  code?: string | undefined;
}

/** What is so, and what to do about it. */
export type Said = Pick<Section, 'summary' | 'advice'>;

/** One part of the test, in words: what the page shows and what the report says. */
export interface Section {
  id: string;
  title: string;
  /** Still being tried; the grade is what it has come to so far. */
  busy: boolean;
  grade: Grade;
  summary: string;
  advice?: string | undefined;
  lines: readonly Line[];
}
