/** Tells of each join and resume, under the id of the visit, to whoever keeps traces; a port. */
export interface VisitTracer {
  /** `outcome` is `ok`, or the error code that the client was told. `seconds` is how long it took until now. */
  asked(request: 'join' | 'resume', traceId: string, seconds: number, outcome: string): void;
}
