import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TurnRenewal } from './turn-renewal.ts';
import type { IceGrant } from './turn-renewal.ts';

const TTL_MS = 60_000;

function grant(credential?: string): IceGrant {
  return { servers: [{ urls: 'turn:t', credential }], grantedAt: performance.now(), ttlMs: TTL_MS };
}

describe('TurnRenewal', () => {
  const log: string[] = [];
  let renewal: TurnRenewal;
  const begin = (first: IceGrant) => {
    renewal = new TurnRenewal(first, { ask: () => log.push('ask'), renew: () => log.push('renew') });
  };

  beforeEach(() => {
    vi.useFakeTimers();
    log.length = 0;
  });
  afterEach(() => {
    renewal.stop();
    vi.useRealTimers();
  });

  it('moves to what the server sends before the old is over', () => {
    begin(grant('a'));
    vi.advanceTimersByTime(0.75 * TTL_MS);
    renewal.offer(grant('b'));
    expect(log).toEqual(['renew']);
    vi.advanceTimersByTime(0.75 * TTL_MS);
    expect(log).toEqual(['renew']);
  });

  it('keeps what came early, as with a resume, and moves to it only when it must', () => {
    begin(grant('a'));
    vi.advanceTimersByTime(0.3 * TTL_MS);
    renewal.offer(grant('b'));
    expect(log).toEqual([]);
    vi.advanceTimersByTime(0.6 * TTL_MS);
    expect(log).toEqual(['renew']);
  });

  it('asks where nothing came, and goes on asking', () => {
    begin(grant('a'));
    vi.advanceTimersByTime(0.79 * TTL_MS);
    expect(log).toEqual([]);
    vi.advanceTimersByTime(0.12 * TTL_MS);
    expect(log.length).toBeGreaterThan(1);
    renewal.offer(grant('b'));
    expect(log.at(-1)).toBe('renew');
  });

  it('has nothing to do where there are no credentials', () => {
    begin(grant());
    renewal.offer(grant());
    vi.advanceTimersByTime(10 * TTL_MS);
    expect(log).toEqual([]);
  });
});
