/** Why there is no camera or no microphone, as far as the person can do something about it. */
export type MediaProblemCause =
  | 'insecure'
  | 'unsupported'
  | 'denied'
  | 'dismissed'
  | 'blocked-by-system'
  | 'no-device'
  | 'in-use'
  | 'unplugged'
  | 'unknown';

export interface MediaProblem {
  cause: MediaProblemCause;
  /** For whoever helps. */
  detail: string;
}

/** What keeps a page from ever asking; undefined where it may. */
export function obstacle(secure: boolean, supported: boolean): MediaProblem | undefined {
  if (!secure) return { cause: 'insecure', detail: 'insecure context' };
  if (!supported) return { cause: 'unsupported', detail: 'no mediaDevices' };
  return undefined;
}

/**
 * Reads a refusal of getUserMedia (W3C Media Capture section 10.2). One name, NotAllowedError, stands for three
 * different things; the permission's state and the browser's wording tell them apart.
 */
export function classify(error: unknown, permission: PermissionState | undefined): MediaProblem {
  const { name, message } = error instanceof Error ? error : { name: String(error), message: '' };
  return { cause: causeOf(name, message, permission), detail: name };
}

function causeOf(name: string, message: string, permission: PermissionState | undefined): MediaProblemCause {
  switch (name) {
    case 'NotAllowedError':
    case 'SecurityError':
      if (/system/i.test(message)) return 'blocked-by-system';
      return permission === 'prompt' || /dismissed/i.test(message) ? 'dismissed' : 'denied';
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'no-device';
    case 'NotReadableError':
    case 'AbortError':
      return 'in-use';
    case 'TypeError':
    case 'NotSupportedError':
      return 'unsupported';
    default:
      return 'unknown';
  }
}
