import { causeOf } from './cause.ts';
import type { Check } from './check.ts';
import type { Deployment } from './deployment.ts';
import { fault, notTried } from './finding.ts';
import type { Finding } from './finding.ts';
import { Visit } from './visit.ts';

export interface Result {
  readonly check: string;
  readonly finding: Finding;
}

/** Puts one check after the other to a deployment, and tells of each as it ends. */
export async function examine(
  deployment: Deployment,
  checks: readonly Check[],
  told: (result: Result) => void = () => {},
): Promise<Result[]> {
  const visit = new Visit(deployment);
  const results: Result[] = [];
  for (const check of checks) {
    const lacking = check.needs.find((need) => !hasPassed(results, need));
    const finding =
      lacking === undefined
        ? await found(check, visit)
        : notTried(`it needs what "${lacking}" found wanting`);
    results.push({ check: check.name, finding });
    told({ check: check.name, finding });
  }
  return results;
}

function hasPassed(results: readonly Result[], need: string): boolean {
  const outcome = results.find(({ check }) => check === need)?.finding.outcome;
  return outcome === 'ok' || outcome === 'warning';
}

async function found(check: Check, visit: Visit): Promise<Finding> {
  try {
    return await check.run(visit);
  } catch (error) {
    // Whatever it is, it stands between users and a call.
    return fault(causeOf(error), {
      setting: check.name,
      file: 'docker-compose.yml',
      how: '`docker compose ps` and `docker compose logs` tell which service is not well',
    });
  }
}
