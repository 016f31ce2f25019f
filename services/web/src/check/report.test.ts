import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { candidateRow } from './candidate-row.ts';
import { report } from './report.ts';
import type { ReportContents } from './report.ts';

const GRADES = { good: 'Works', weak: 'Weak', bad: 'Bad', idle: 'Not tried' };

function contents(address: string, secret: string): ReportContents {
  const text = `turn:${address}:3478 said ${secret}`;
  const line = { label: text, value: text, code: text, advice: text };
  const section = {
    id: 'servers',
    title: text,
    busy: false,
    grade: 'bad',
    summary: text,
    advice: text,
  } as const;
  const row = candidateRow(
    { type: 'relay', foundation: '1', protocol: 'udp', address, port: 9, priority: 2 ** 24 },
    3,
  );
  return {
    head: [text],
    sections: [{ ...section, lines: [line] }],
    rows: [{ ...row, url: text }],
    rowsTitle: 'Candidates',
    grades: GRADES,
    secrets: [secret],
  };
}

it('carries no address and no credential, wherever one got into it', () => {
  const address = fc.oneof(
    fc.ipV4(),
    fc.ipV6(),
    fc.uuid().map((id) => `${id}.local`),
  );
  const secret = fc.oneof(fc.base64String({ minLength: 8 }), fc.stringMatching(/^\d{10}:[\w-]{22}$/));
  fc.assert(
    fc.property(address, secret, (hostile, password) => {
      const text = report(contents(hostile, password));
      expect(text).not.toContain(hostile);
      expect(text).not.toContain(password);
    }),
  );
});

it('says all that was found, line by line', () => {
  expect(report(contents('192.0.2.7', 'hunter2'))).toBe(`turn:<ipv4 public 1>:3478 said •••

[Bad] turn:<ipv4 public 1>:3478 said •••
turn:<ipv4 public 1>:3478 said •••
turn:<ipv4 public 1>:3478 said •••
- turn:<ipv4 public 1>:3478 said •••: turn:<ipv4 public 1>:3478 said ••• | turn:<ipv4 public 1>:3478 said •••
  turn:<ipv4 public 1>:3478 said •••

Candidates
- 3 ms, relay, udp, <ipv4 public 1> 9, 1 | 0 | 0, turn:<ipv4 public 1>:3478 said •••
`);
});
