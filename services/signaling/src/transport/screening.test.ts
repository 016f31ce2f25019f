import { pino } from 'pino';
import { expect, it, onTestFinished } from 'vitest';
import { AddressLimits } from './address-limits.ts';
import { Screening } from './screening.ts';

const NONE = { connections: 0, connectsAMinute: 0, joinsAMinute: 0, failedJoinsAMinute: 0 };
const candidate = {
  origin: undefined,
  host: 'call.example',
  secure: true,
  offered: undefined,
  address: '203.0.113.7',
};

function screening({ open = 0, settings = NONE } = {}) {
  const addresses = new AddressLimits(settings);
  onTestFinished(() => addresses.stop());
  const lines: string[] = [];
  const log = pino({}, { write: (line: string) => void lines.push(line) });
  const screen = new Screening({ allowedOrigins: undefined, addresses, open: () => open, most: 11, log });
  return {
    screen: (changes: Partial<typeof candidate> | { origin: string }) =>
      screen.screen({ ...candidate, ...changes }),
    lines,
  };
}

it('refuses by HTTP where more are connected than can even be told so', () => {
  expect(screening({ open: 10 }).screen({})).toMatchObject({ ok: true });
  expect(screening({ open: 11 }).screen({})).toMatchObject({ ok: false, why: 'full', status: 503 });
});

it('lets a page of a foreign origin cost its address nothing', () => {
  const { screen } = screening({ settings: { ...NONE, connections: 1 } });
  expect(screen({ origin: 'https://evil.example' })).toMatchObject({ ok: false, why: 'origin', status: 403 });
  expect(screen({})).toMatchObject({ ok: true });
  expect(screen({})).toMatchObject({ ok: false, why: 'address', status: 429, retryAfterMs: 10_000 });
});

it('tells the log of each foreign origin once, of so many at most, and of nothing that is none', () => {
  const { screen, lines } = screening();
  for (const origin of ['https://a.example', 'https://a.example', 'null', `https://${'x'.repeat(10)} y`])
    screen({ origin });
  expect(lines).toHaveLength(1);
  for (let count = 0; count < 50; count += 1) screen({ origin: `https://${count}.example` });
  expect(lines).toHaveLength(20);
});
