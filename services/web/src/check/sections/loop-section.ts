import { checkLoopWords } from '../../words/check-loop-words.ts';
import { wholeNumber } from '../../words/formats.ts';
import { milliseconds, percent } from '../../words/measures.ts';
import type { LoopFigures } from '../loop-figures.ts';
import { gradeLoop, judgeLoop } from '../loop-verdict.ts';
import type { LoopState } from '../server-check.ts';
import type { Line, Said, Section } from './section.ts';

/** Says what a call through the relay would carry. */
export function loopSection(state: LoopState): Section {
  const words = checkLoopWords.value;
  const frame = { id: 'loop', title: words.title };
  if (state.name !== 'done') {
    const part = state.name === 'running' ? state.part : undefined;
    const running = part === undefined ? words.connecting : words.running(percent(part));
    const summary = state.name === 'waiting' ? words.waiting : running;
    return { ...frame, busy: true, grade: 'idle', summary, lines: [] };
  }
  const { finding } = state;
  const grade = gradeLoop(finding);
  if (finding.result === 'blocked') {
    return { ...frame, busy: false, grade, ...words.obstacles[finding.obstacle], lines: [] };
  }
  const said: Said = words.verdicts[judgeLoop(finding)];
  const advice = finding.caveat === undefined ? said.advice : words.caveats[finding.caveat];
  return { ...frame, busy: false, grade, summary: said.summary, advice, lines: linesOf(finding.figures) };
}

function linesOf({ kbps, roundTripMs, loss, path }: LoopFigures): Line[] {
  const words = checkLoopWords.value;
  return [
    { label: words.rate, value: `${wholeNumber.value.format(kbps)} kbps` },
    { label: words.roundTrip, value: milliseconds(roundTripMs) },
    { label: words.loss, value: percent(loss) },
    ...(path === undefined ? [] : [{ label: words.path, value: words.paths[path] }]),
  ];
}
