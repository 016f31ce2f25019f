export interface Rule {
  /** Its number, as `P-12`. */
  readonly id: string;
  /** What it says, on one line. */
  readonly text: string;
}

/** The numbered rules of docs/protocol/README.md, in its order. */
export function rulesOf(page: string): Rule[] {
  return [...page.matchAll(/^- \*\*(P-\d+)\*\* (.+(?:\n {2}.+)*)/gm)].map(([, id = '', text = '']) => ({
    id,
    text: text.replaceAll(/\s+/g, ' '),
  }));
}
