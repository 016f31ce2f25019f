import { setTimeout as delay } from 'node:timers/promises';
import type { Rule } from '../documents/rules.ts';
import { NotTried } from '../protocol/check.ts';
import type { Check, ProtocolTarget } from '../protocol/check.ts';

/** What came of one check. */
type Trial =
  | { readonly outcome: 'pass' }
  | { readonly outcome: 'FAIL' | 'not tried'; readonly name: string; readonly why: string };

/** What came of one rule. */
export type Verdict =
  | { readonly rule: Rule; readonly outcome: 'pass' }
  | { readonly rule: Rule; readonly outcome: 'FAIL'; readonly faults: readonly string[] }
  | { readonly rule: Rule; readonly outcome: 'not tried'; readonly why: string };

export interface Examination {
  readonly rules: readonly Rule[];
  readonly checks: readonly Check[];
  /** The rules without a check, each with the reason. */
  readonly untried: Readonly<Record<string, string>>;
  /** Within how many milliseconds a check must come to an end. It may wait for a resume window. */
  readonly deadlineMs?: number;
}

/** So many checks at once: most of them wait, and rooms are their own. */
const LANES = 4;
const DEADLINE_MS = 90_000;

/** Tries each rule on a server that knows nothing of it. Throws where a rule has neither a check nor a reason. */
export async function conform(target: ProtocolTarget, examination: Examination): Promise<Verdict[]> {
  const { rules, checks, untried, deadlineMs = DEADLINE_MS } = examination;
  insistOnAll(examination);
  const trials = new Map<Check, Trial>();
  const waiting = [...checks];
  const lane = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      trials.set(next, await tryOut(next, target, deadlineMs));
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return rules.map((rule) => {
    const own = checks.filter((check) => check.rule === rule.id).flatMap((check) => trials.get(check) ?? []);
    return verdictOn(rule, own, untried[rule.id] ?? '');
  });
}

function insistOnAll({ rules, checks, untried }: Examination): void {
  const known = new Set(rules.map(({ id }) => id));
  const covered = new Set([...checks.map(({ rule }) => rule), ...Object.keys(untried)]);
  const wrong = [...known]
    .filter((id) => !covered.has(id))
    .concat([...covered].filter((id) => !known.has(id)));
  const twice = checks.map(({ rule }) => rule).filter((id) => id in untried);
  if (wrong.length > 0) throw new Error(`each rule needs a check or a reason for none: ${wrong.join(', ')}`);
  if (twice.length > 0) throw new Error(`these rules have a check: ${twice.join(', ')}`);
}

async function tryOut({ name, run }: Check, target: ProtocolTarget, deadlineMs: number): Promise<Trial> {
  const over = new AbortController();
  const late = delay(deadlineMs, undefined, { signal: over.signal }).then(() => {
    throw new Error(`came to no end within ${deadlineMs} ms`);
  });
  try {
    await Promise.race([run(target), late]);
    return { outcome: 'pass' };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { outcome: error instanceof NotTried ? 'not tried' : 'FAIL', name, why };
  } finally {
    over.abort();
    await late.catch(() => {}); // aborted, or told above
  }
}

function verdictOn(rule: Rule, trials: readonly Trial[], reason: string): Verdict {
  const faults = trials.flatMap((trial) => (trial.outcome === 'FAIL' ? [`${trial.name}: ${trial.why}`] : []));
  if (faults.length > 0) return { rule, outcome: 'FAIL', faults };
  if (trials.some(({ outcome }) => outcome === 'pass')) return { rule, outcome: 'pass' };
  const reasons = trials.flatMap((trial) => (trial.outcome === 'not tried' ? [trial.why] : []));
  return { rule, outcome: 'not tried', why: [...reasons, reason].filter((text) => text !== '').join('; ') };
}
