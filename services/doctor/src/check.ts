import type { Finding } from './finding.ts';
import type { Visit } from './visit.ts';

/** One question about a deployment. Throws nothing that it expects: what is wrong is a finding. */
export interface Check {
  readonly name: string;
  /** Checks without which this one would only say the same again. */
  readonly needs: readonly string[];
  run(visit: Visit): Promise<Finding>;
}
