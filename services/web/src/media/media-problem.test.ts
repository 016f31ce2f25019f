import { expect, it } from 'vitest';
import { classify, obstacle } from './media-problem.ts';
import type { MediaProblemCause } from './media-problem.ts';

const cases: [string, string, PermissionState | undefined, MediaProblemCause][] = [
  ['NotAllowedError', 'Permission denied', 'denied', 'denied'],
  ['NotAllowedError', 'Permission denied', undefined, 'denied'],
  ['NotAllowedError', 'Permission dismissed', 'prompt', 'dismissed'],
  ['NotAllowedError', 'Permission dismissed', undefined, 'dismissed'],
  ['NotAllowedError', 'Permission denied by system', 'granted', 'blocked-by-system'],
  ['NotFoundError', 'Requested device not found', 'granted', 'no-device'],
  ['OverconstrainedError', '', 'granted', 'no-device'],
  ['NotReadableError', 'Could not start video source', 'granted', 'in-use'],
  ['AbortError', 'Starting videoinput failed', 'granted', 'in-use'],
  ['NotSupportedError', '', undefined, 'unsupported'],
  ['SomethingNew', '', undefined, 'unknown'],
];

it.each(cases)('reads %s (%s, permission %s) as %s', (name, message, permission, cause) => {
  const error = Object.assign(new Error(message), { name });
  expect(classify(error, permission)).toEqual({ cause, detail: name });
});

it('knows when asking is of no use', () => {
  expect(obstacle(false, false)?.cause).toBe('insecure');
  expect(obstacle(true, false)?.cause).toBe('unsupported');
  expect(obstacle(true, true)).toBeUndefined();
});
