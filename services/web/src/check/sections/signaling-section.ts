import { checkSignalingWords } from '../../words/check-signaling-words.ts';
import { milliseconds, seconds } from '../../words/measures.ts';
import { gradeSignaling, isSlow } from '../signaling-finding.ts';
import type { SignalingFinding } from '../signaling-finding.ts';
import type { Line, Said, Section } from './section.ts';

type Reached = Extract<SignalingFinding, { result: 'reached' }>;

/** Says how the server was reached. `answers`: whether it answered a plain request meanwhile. */
export function signalingSection(
  finding: SignalingFinding | undefined,
  answers: boolean | undefined,
): Section {
  const words = checkSignalingWords.value;
  const frame = { id: 'signaling', title: words.title };
  if (finding === undefined) {
    return { ...frame, busy: true, grade: 'idle', summary: words.connecting, lines: [] };
  }
  const grade = gradeSignaling(finding);
  if (finding.result === 'reached') {
    const busy = finding.move === undefined;
    return { ...frame, busy, grade, ...saidOf(finding), lines: linesOf(finding) };
  }
  const code: Line[] = [{ label: words.close, value: finding.code }];
  return { ...frame, busy: false, grade, ...saidOfNone(finding, answers), lines: code };
}

function saidOfNone(finding: Exclude<SignalingFinding, Reached>, answers: boolean | undefined): Said {
  const words = checkSignalingWords.value;
  if (finding.result === 'refused') {
    return finding.code === 'unauthorized'
      ? { summary: words.invitation, advice: words.invitationAdvice }
      : { summary: words.refused, advice: words.refusedAdvice };
  }
  return answers === true
    ? { summary: words.noSocket, advice: words.noSocketAdvice }
    : { summary: words.away, advice: words.awayAdvice };
}

function saidOf(finding: Reached): Said {
  const { node, move, outages } = finding;
  const words = checkSignalingWords.value;
  if (move === undefined) return { summary: words.moving };
  const outage = outages.at(-1);
  if (outage !== undefined) {
    if (outage.node === undefined) return { summary: words.lost, advice: words.lostAdvice };
    const before = outages.at(-2)?.node ?? (move.to === 'another-node' ? move.node : node);
    const said = outage.node === before ? words.outageSame : words.outage;
    return { summary: said(seconds(outage.ms)), advice: words.outageAdvice };
  }
  if (move.to === 'nowhere') return { summary: words.noReturn, advice: words.noReturnAdvice };
  if (isSlow(finding)) return { summary: words.slow, advice: words.slowAdvice };
  return move.to === 'same-node'
    ? { summary: words.oneNode, advice: words.oneNodeAdvice }
    : { summary: words.fine };
}

function linesOf({ node, openMs, joinMs, roundTripMs, move, outages }: Reached): Line[] {
  const words = checkSignalingWords.value;
  const trip = roundTripMs === undefined ? words.noAnswer : milliseconds(roundTripMs);
  const moved = move === undefined || move.to === 'nowhere' ? undefined : move;
  return [
    { label: words.opened, value: milliseconds(openMs) },
    { label: words.joined, value: milliseconds(joinMs) },
    ...(move === undefined ? [] : [{ label: words.roundTrip, value: trip }]),
    { label: words.node, value: node },
    ...(moved === undefined
      ? []
      : [
          {
            label: words.moved,
            value: words.movedTo(moved.to === 'another-node' ? moved.node : node, milliseconds(moved.ms)),
          },
        ]),
    ...outages.map((outage) => ({
      label: words.cameBack,
      value: outage.node === undefined ? words.notBack : words.movedTo(outage.node, seconds(outage.ms)),
    })),
  ];
}
