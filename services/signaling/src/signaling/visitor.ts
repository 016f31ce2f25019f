/**
 * What the address that a client comes from may still do. Which address that is nobody needs to know in here; one that
 * is not limited has no visitor.
 */
export interface Visitor {
  /** Takes one join. Gives for how many milliseconds to wait instead, where there were too many. */
  takeJoin(): number | undefined;
  /** The same before a resume, which is limited by those that failed alone. */
  takeResume(): number | undefined;
  /** A join or resume was refused that had no right to anything. */
  failed(): void;
}
