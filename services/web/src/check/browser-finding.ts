import type { MediaKind } from '@parley/client/local-media';
import type { MediaProblem } from '../media/media-problem.ts';
import type { Grade } from './grade.ts';

/** One kind of device: what the browser may do with it, and how many there are. */
export interface DeviceFinding {
  /** Undefined where the browser does not tell. */
  permission: PermissionState | undefined;
  count: number;
  /** What came of trying it, where that was done. */
  tried?: 'works' | MediaProblem | undefined;
}

export interface BrowserFinding {
  /** Name and version, without what else a browser tells of itself. */
  name: string;
  secure: boolean;
  webRtc: boolean;
  devices: Record<MediaKind, DeviceFinding>;
}

export function gradeBrowser({ secure, webRtc, devices }: BrowserFinding): Grade {
  if (!webRtc || !secure) return 'bad';
  const all = Object.values(devices);
  const trouble = all.some(({ count, permission, tried }) => {
    if (tried !== undefined) return tried !== 'works';
    return count === 0 || permission === 'denied';
  });
  return trouble ? 'weak' : 'good';
}

// The more particular first: nearly all of them call themselves by the others' names too.
const NAMES = [
  ['Edge', /\bEdgA?\/(\d+)/],
  ['Opera', /\bOPR\/(\d+)/],
  ['Firefox', /\b(?:Firefox|FxiOS)\/(\d+)/],
  ['Chrome', /(?:Chrome|CriOS)\/(\d+)/],
  ['Safari', /\bVersion\/(\d+(?:\.\d+)?).* Safari\//],
] as const;

/** Name and version out of navigator.userAgent; empty for a browser that nobody knows. */
export function browserName(userAgent: string): string {
  for (const [name, pattern] of NAMES) {
    const version = pattern.exec(userAgent)?.[1];
    if (version !== undefined) return `${name} ${version}`;
  }
  return '';
}
