/** How a thing stands: `weak` works, though not as it should; `idle` was not tried, or there is nothing to say yet. */
export type Grade = 'good' | 'weak' | 'bad' | 'idle';

const ORDER: readonly Grade[] = ['idle', 'good', 'weak', 'bad'];

/** The worst of several, which is what a whole is worth. */
export function worst(grades: readonly Grade[]): Grade {
  return grades.reduce<Grade>((so, each) => (ORDER.indexOf(each) > ORDER.indexOf(so) ? each : so), 'idle');
}
