import { checkServerWords } from '../../words/check-server-words.ts';
import { milliseconds } from '../../words/measures.ts';
import type { IssuedReply } from '../issued.ts';
import { gradeReach, readReach } from '../reach.ts';
import type { AskedServer } from '../reach.ts';
import type { Line, Section } from './section.ts';

/** Says which servers answer, by which ways, and what to open where they don't. */
export function serversSection(asked: readonly AskedServer[]): Section {
  const words = checkServerWords.value;
  const lines = asked.map(serverLine);
  const frame = { id: 'servers', title: words.title, lines };
  if (asked.some(({ outcome }) => outcome === undefined)) {
    return { ...frame, busy: true, grade: 'idle', summary: words.asking };
  }
  const reach = readReach(asked);
  const { summary, advice } = words.said[reach];
  const said = advice?.(portsToOpen(asked));
  return { ...frame, busy: false, grade: gradeReach(reach), summary, advice: said };
}

/** The same for the server's own, which it may not have given. */
export function issuedSection(reply: IssuedReply | undefined, asked: readonly AskedServer[]): Section {
  if (reply?.result === 'issued') return serversSection(asked);
  const words = checkServerWords.value;
  const frame = { id: 'servers', title: words.title, lines: [] };
  if (reply === undefined) return { ...frame, busy: true, grade: 'idle', summary: words.asking };
  return reply.status === 429
    ? { ...frame, busy: false, grade: 'idle', summary: words.tooOften, advice: words.tooOftenAdvice }
    : { ...frame, busy: false, grade: 'bad', summary: words.notIssued, advice: words.notIssuedAdvice };
}

function serverLine({ url, outcome }: AskedServer): Line {
  const words = checkServerWords.value;
  const label = url.text;
  if (outcome === undefined) return { label, value: words.waiting };
  if (outcome.result === 'pass') return { label, value: milliseconds(outcome.ms), grade: 'good' };
  if (outcome.result === 'same-address') return { label, value: words.sameAddress, grade: 'good' };
  const { what, advice } = words.failures[outcome.failure];
  const code = outcome.code === undefined ? undefined : words.code(outcome.code, outcome.detail);
  return { label, value: what, grade: 'bad', advice: advice?.(url), code };
}

// Those of servers that gave no answer: what others answered to is open.
function portsToOpen(asked: readonly AskedServer[]): string {
  const closed = asked.filter(({ outcome }) => outcome?.result === 'fail');
  return [...new Set(closed.map(({ url }) => `${url.port} (${url.transport})`))].join(', ');
}
