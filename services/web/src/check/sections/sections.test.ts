import { afterEach, describe, expect, it } from 'vitest';
import { speak } from '../../words/language.ts';
import { candidateRow } from '../candidate-row.ts';
import { parseIceUrl } from '../ice-url.ts';
import type { Issued } from '../issued.ts';
import type { AskedServer } from '../reach.ts';
import type { ServerOutcome } from '../server-outcome.ts';
import type { SignalingFinding } from '../signaling-finding.ts';
import { browserSection } from './browser-section.ts';
import { factsSection } from './facts-section.ts';
import { loopSection } from './loop-section.ts';
import { issuedSection, serversSection } from './servers-section.ts';
import { signalingSection } from './signaling-section.ts';

afterEach(() => speak('en'));

function asked(text: string, outcome: ServerOutcome | undefined): AskedServer {
  return { url: parseIceUrl(text) ?? expect.fail(text), outcome };
}

function failed(failure: 'unreachable' | 'credential', code?: number): ServerOutcome {
  return { result: 'fail', failure, ms: 9, code, detail: code === undefined ? '' : 'said so' };
}

describe('the browser', () => {
  const device = { permission: 'prompt', count: 1 } as const;
  const ready = { name: 'Chrome 156', secure: true, webRtc: true, devices: { audio: device, video: device } };

  it('says what is missing, the worst first', () => {
    expect(browserSection(ready).summary).toBe('This browser can make calls.');
    expect(browserSection({ ...ready, secure: false }).advice).toBe('Open it with https:// in front.');
    expect(browserSection({ ...ready, secure: false, webRtc: false }).summary).toContain('no WebRTC');
  });

  it('says by device what keeps it from being used', () => {
    const devices = { audio: { ...device, permission: 'denied' }, video: { ...device, count: 0 } } as const;
    const { grade, lines } = browserSection({ ...ready, devices });
    expect(grade).toBe('weak');
    expect(lines.at(-2)).toMatchObject({ label: 'Microphone', value: 'found, blocked' });
    expect(lines.at(-2)?.advice).toContain('Click the microphone icon in the address bar');
    expect(lines.at(-1)).toMatchObject({ label: 'Camera', value: 'none found, the browser will ask' });
  });
});

describe('the server', () => {
  const reached: Extract<SignalingFinding, { result: 'reached' }> = {
    result: 'reached',
    node: 'one',
    openMs: 12.4,
    joinMs: 3,
    roundTripMs: 2,
    move: { to: 'another-node', node: 'two', ms: 41 },
    outages: [],
  };

  it('tells a node that died from a connection that was lost', () => {
    const died = signalingSection({ ...reached, outages: [{ node: 'one', ms: 1234 }] }, true);
    expect(died.summary).toContain('You were back on another one after 1.2 sec.');
    const lost = signalingSection({ ...reached, outages: [{ node: 'two', ms: 500 }] }, true);
    expect(lost.summary).toContain('It was back after 0.5 sec.');
    const gone = signalingSection({ ...reached, outages: [{ node: undefined, ms: 9000 }] }, true);
    expect(gone.summary).toContain('didn’t come back');
    expect(gone.lines.at(-1)).toEqual({ label: 'After the loss', value: 'not back' });
  });

  it('tells a server that is away from a socket that does not open', () => {
    const finding = { result: 'unreachable', code: '1006' } as const;
    expect(signalingSection(finding, false).summary).toBe('The server doesn’t answer.');
    expect(signalingSection(finding, true).advice).toContain('WebSockets');
  });

  it('does not hide that it is slow', () => {
    const { grade, summary } = signalingSection({ ...reached, roundTripMs: 1500 }, true);
    expect([grade, summary]).toEqual(['weak', 'You reach the server, but its answers take long.']);
  });

  it('gives its figures with their units, in the person’s own language', () => {
    expect(signalingSection(reached, true).lines.at(-1)?.value).toBe('two, after 41 ms');
    speak('zh');
    expect(signalingSection(reached, true).lines.at(-1)?.value).toBe('two，用时41毫秒');
  });
});

describe('STUN and TURN', () => {
  it('names each port once that has to be opened, and none that answered', () => {
    const servers = [
      asked('stun:a.example', failed('unreachable')),
      asked('turn:a.example?transport=udp', failed('unreachable')),
      asked('turn:a.example?transport=tcp', { result: 'pass', ms: 20 }),
    ];
    expect(serversSection(servers).advice).toContain('open 3478 (UDP).');
  });

  it('gives the code, in words and as a number', () => {
    const { lines } = serversSection([asked('turn:a.example', failed('credential', 401))]);
    expect(lines[0]).toMatchObject({ value: 'Credential refused', code: 'Code 401: said so', grade: 'bad' });
    speak('zh');
    expect(serversSection([asked('turn:a.example', failed('credential', 401))]).lines[0]).toMatchObject({
      value: '凭证被拒绝',
      code: '代码 401：said so',
    });
  });

  it('says nothing of the whole while one is still being asked', () => {
    const { busy, summary } = serversSection([asked('turn:a.example', undefined)]);
    expect([busy, summary]).toEqual([true, 'Asking each server…']);
  });

  it('tells a server that gave none from one that was asked too often', () => {
    expect(issuedSection({ result: 'refused', status: 502 }, []).grade).toBe('bad');
    expect(issuedSection({ result: 'refused', status: 429 }, []).summary).toBe(
      'You asked too often just now.',
    );
  });
});

describe('the loop', () => {
  it('says what it would carry, with what was measured', () => {
    const figures = { kbps: 1234, roundTripMs: 40, loss: 0.012, path: 'relayed-tls' } as const;
    const finding = { result: 'measured', figures } as const;
    const { summary, lines } = loopSection({ name: 'done', finding });
    expect(summary).toBe('Video and sound get through the relay.');
    expect(lines.map(({ value }) => value)).toEqual(['1,234 kbps', '40 ms', '1.2%', 'relayed over TLS']);
    expect(loopSection({ name: 'done', finding: { ...finding, caveat: 'hidden' } }).advice).toContain(
      'not in front',
    );
  });

  it('says how far it is', () => {
    expect(loopSection({ name: 'running', part: 0.45 }).summary).toContain('45%');
  });
});

describe('address and time', () => {
  const now = Date.UTC(2026, 10, 25);
  const issued = (aheadMs: number, leftMs: number): Issued => ({
    servers: [{ urls: 'turn:a.example', username: `${(now + leftMs) / 1000}:x`, credential: 'y' }],
    ttlMs: 3_600_000,
    clock: {
      askedAt: now + aheadMs + 500,
      answeredAt: now + aheadMs + 500,
      serverDate: new Date(now).toUTCString(),
    },
  });
  const row = candidateRow(
    { type: 'srflx', foundation: '', protocol: 'udp', address: '203.0.113.9', port: 1, priority: 1 },
    1,
  );
  const values = (given: Issued) => factsSection([row], given, false).lines.map(({ value }) => value);

  it('reads clock and credential', () => {
    expect(values(issued(0, 3_600_000))).toEqual([
      '203.0.113.9',
      'not seen',
      'agrees with the server’s',
      'good for 60 minutes',
    ]);
    expect(values(issued(-90_000, 3_600_000))[2]).toBe('90 seconds behind the server’s');
    expect(values(issued(7_200_000, 120_000)).slice(2)).toEqual([
      '2 hours ahead of the server’s',
      'good for 2 minutes',
    ]);
  });

  it('minds a credential that is over, and a clock that breaks certificates', () => {
    expect(factsSection([], issued(0, -1000), false).grade).toBe('bad');
    expect(factsSection([], issued(400_000, 3_600_000), false).grade).toBe('weak');
    expect(factsSection([], issued(200_000, 3_600_000), false).grade).toBe('good');
  });
});
