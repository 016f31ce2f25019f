import { describe } from 'vitest';
import type { Target } from '../support/test-client.ts';
import { badInputTests } from './bad-input.ts';
import { connectionTests } from './connections.ts';
import { httpTests } from './http.ts';
import { leavingTests } from './leaving.ts';
import { joiningTests } from './joining.ts';
import { messageTests } from './messages.ts';
import { resumingTests } from './resuming.ts';

export interface ProtocolTarget extends Target {
  /** `http://` or `https://` address of the same server. */
  readonly http: string;
}

/**
 * What docs/protocol/README.md promises, tried from outside: it knows nothing but a URL, and expects default settings. The
 * same suite runs against one process and against the whole stack through nginx.
 */
export function protocolSuite(name: string, target: () => ProtocolTarget): void {
  describe(`the protocol, spoken to ${name}`, () => {
    describe('joining', () => joiningTests(target));
    describe('messages', () => messageTests(target));
    describe('leaving', () => leavingTests(target));
    describe('resuming', () => resumingTests(target));
    describe('bad input', () => badInputTests(target));
    describe('connections', () => connectionTests(target));
    describe('HTTP', () => httpTests(target));
  });
}
