/** A promise of the protocol that a history shows broken. */
export interface Violation {
  readonly invariant: string;
  /** What was seen, in one sentence. */
  readonly text: string;
  /** The part of the history that shows it: this span, and what concerns these peers. */
  readonly from: number;
  readonly to: number;
  readonly peers: readonly string[];
  /** The messages that it is about; others only hide what matters. */
  readonly numbers?: readonly number[];
}
