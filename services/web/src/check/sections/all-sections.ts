import type { CheckRun } from '../check-run.ts';
import { browserSection } from './browser-section.ts';
import { factsSection } from './facts-section.ts';
import { loopSection } from './loop-section.ts';
import type { Section } from './section.ts';
import { issuedSection } from './servers-section.ts';
import { signalingSection } from './signaling-section.ts';

/** All that a run has found so far, in words. */
export function allSections({ browser, issued, servers, signaling }: CheckRun): Section[] {
  const finding = browser.value;
  // Without WebRTC nothing else is tried.
  if (finding?.webRtc === false) return [browserSection(finding)];
  const reply = issued.value;
  const answers = reply && reply.result === 'issued';
  const asked = servers.asked.value;
  const looking = reply === undefined || asked.some(({ outcome }) => outcome === undefined);
  const given = reply?.result === 'issued' ? reply.issued : undefined;
  return [
    browserSection(finding),
    signalingSection(signaling.value, answers),
    issuedSection(reply, asked),
    loopSection(servers.loop.value),
    factsSection(servers.rows.value, given, looking),
  ];
}
