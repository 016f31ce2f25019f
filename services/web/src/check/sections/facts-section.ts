import { checkFactsWords } from '../../words/check-facts-words.ts';
import { duration } from '../../words/formats.ts';
import type { CandidateRow } from '../candidate-row.ts';
import { clockAheadMs, lifeLeftMs } from '../clock.ts';
import { ipv6Seen, publicAddresses } from '../facts.ts';
import { worst } from '../grade.ts';
import type { Issued } from '../issued.ts';
import type { Line, Section } from './section.ts';

/** What is more than the way to the server and back can account for, and what breaks certificates. */
const IN_STEP_MS = 5_000;
const WRONG_CLOCK_MS = 300_000;

/** Says under which address this machine is seen, and how its clock stands to the server's. */
export function factsSection(
  rows: readonly CandidateRow[],
  issued: Issued | undefined,
  busy: boolean,
): Section {
  const words = checkFactsWords.value;
  const addresses = publicAddresses(rows);
  const aheadMs = issued && clockAheadMs(issued.clock);
  const lines: Line[] = [
    { label: words.publicAddress, value: addresses.length === 0 ? words.notSeen : addresses.join(', ') },
    { label: words.ipv6, value: words.ipv6Seen[ipv6Seen(rows)] },
    clockLine(aheadMs),
    lifeLine(issued, aheadMs ?? 0),
  ];
  const grade = busy ? 'idle' : worst(['good', ...lines.map((line) => line.grade ?? 'idle')]);
  return { id: 'facts', title: words.title, busy, grade, summary: words.summary, lines };
}

function clockLine(aheadMs: number | undefined): Line {
  const words = checkFactsWords.value;
  const label = words.clock;
  if (aheadMs === undefined) return { label, value: words.unknown };
  const off = Math.abs(aheadMs);
  if (off <= IN_STEP_MS) return { label, value: words.inStep };
  const value = aheadMs > 0 ? words.ahead(duration.value(off)) : words.behind(duration.value(off));
  return off > WRONG_CLOCK_MS ? { label, value, grade: 'weak', advice: words.clockAdvice } : { label, value };
}

function lifeLine(issued: Issued | undefined, aheadMs: number): Line {
  const words = checkFactsWords.value;
  const label = words.life;
  const server = issued?.servers.find(({ credential }) => credential !== undefined);
  if (issued === undefined || server === undefined) return { label, value: words.none };
  const leftMs = lifeLeftMs(server.username, issued.clock.answeredAt, aheadMs) ?? issued.ttlMs;
  if (leftMs <= 0) return { label, value: words.over, grade: 'bad', advice: words.overAdvice };
  return { label, value: words.lifeLeft(duration.value(leftMs)) };
}
