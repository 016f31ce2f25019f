/** What a round goes through, in this order; the first that fails ends it. */
export const PHASES = ['join', 'meet', 'path', 'byte'] as const;
export type Phase = (typeof PHASES)[number];

/** The phase that a round ended in, with what was thrown there as its cause. */
export class PhaseFailed extends Error {
  readonly phase: Phase;
  constructor(phase: Phase, cause: unknown) {
    super(`the round ended in ${phase}`, { cause });
    this.phase = phase;
  }
}
