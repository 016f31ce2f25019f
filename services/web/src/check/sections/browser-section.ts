import { MEDIA_KINDS } from '@parley/client/local-media';
import type { MediaKind } from '@parley/client/local-media';
import { checkBrowserWords } from '../../words/check-browser-words.ts';
import { surroundings } from '../../media/surroundings.ts';
import { deviceWords } from '../../words/device-words.ts';
import { gradeBrowser } from '../browser-finding.ts';
import type { BrowserFinding, DeviceFinding } from '../browser-finding.ts';
import type { Line, Said, Section } from './section.ts';

/** Says what the browser has, and what it lacks. */
export function browserSection(finding: BrowserFinding | undefined): Section {
  const words = checkBrowserWords.value;
  const frame = { id: 'browser', title: words.title };
  if (finding === undefined)
    return { ...frame, busy: true, grade: 'idle', summary: words.looking, lines: [] };
  return {
    ...frame,
    busy: false,
    grade: gradeBrowser(finding),
    ...said(finding),
    lines: [
      ...(finding.name === '' ? [] : [{ label: words.browser, value: finding.name }]),
      { label: words.secure.label, value: finding.secure ? words.secure.yes : words.secure.no },
      ...MEDIA_KINDS.map((kind) => deviceLine(kind, finding.devices[kind])),
    ],
  };
}

function said(finding: BrowserFinding): Said {
  const { secure, webRtc, devices } = finding;
  const words = checkBrowserWords.value;
  if (!webRtc) return { summary: words.noWebRtc, advice: words.noWebRtcAdvice };
  if (!secure) return { summary: words.insecure, advice: words.insecureAdvice };
  const nothing = MEDIA_KINDS.every((kind) => devices[kind].count === 0 && devices[kind].tried !== 'works');
  if (nothing) return { summary: words.noDevices, advice: words.noDevicesAdvice };
  return { summary: gradeBrowser(finding) === 'good' ? words.fine : words.amiss };
}

function deviceLine(kind: MediaKind, { count, permission, tried }: DeviceFinding): Line {
  const words = checkBrowserWords.value;
  const { problems } = deviceWords.value;
  const label = words[kind];
  if (tried === 'works') return { label, value: words.works, grade: 'good' };
  const found = [words.found(count), permission === undefined ? '' : words.permission[permission]];
  const value = words.list(found.filter((text) => text !== ''));
  if (tried !== undefined) {
    const advice = problems[tried.cause](kind, words.instead, surroundings);
    return { label, value, grade: 'weak', advice, code: tried.detail };
  }
  if (permission === 'denied') {
    return { label, value, grade: 'weak', advice: problems.denied(kind, words.instead, surroundings) };
  }
  return { label, value, grade: count === 0 ? 'weak' : undefined };
}
