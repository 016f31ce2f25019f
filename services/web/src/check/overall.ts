import type { Grade } from './grade.ts';
import type { LoopFinding } from './loop-verdict.ts';
import { judgeLoop } from './loop-verdict.ts';
import { gradeSignaling } from './signaling-finding.ts';
import type { SignalingFinding } from './signaling-finding.ts';

/** What all of it comes to, for whoever wants to make a call. */
export type Overall = 'running' | 'fine' | 'narrow' | 'direct-only' | 'shaky' | 'no-signaling' | 'no-browser';

export interface Findings {
  running: boolean;
  browser: Grade;
  signaling: SignalingFinding | undefined;
  loop: LoopFinding | undefined;
}

const BY_LOOP = { video: 'fine', sound: 'narrow', blocked: 'direct-only' } as const;

/** The first thing in the way counts: without a browser no server is of use, and without a server no relay is. */
export function judgeAll({ running, browser, signaling, loop }: Findings): Overall {
  if (running) return 'running';
  if (browser === 'bad') return 'no-browser';
  if (signaling === undefined || signaling.result === 'unreachable') return 'no-signaling';
  if (gradeSignaling(signaling) === 'bad') return signaling.result === 'refused' ? 'no-signaling' : 'shaky';
  return loop === undefined ? 'direct-only' : BY_LOOP[judgeLoop(loop)];
}

export function gradeAll(overall: Overall): Grade {
  switch (overall) {
    case 'running':
      return 'idle';
    case 'fine':
      return 'good';
    case 'narrow':
    case 'direct-only':
    case 'shaky':
      return 'weak';
    case 'no-signaling':
    case 'no-browser':
      return 'bad';
    default:
      return overall satisfies never;
  }
}
