import type { IceConfig } from '@parley/shared/ice';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { guarded } from './guarded.ts';
import type { TurnUser } from '../ice/turn-credentials.ts';
import { renewIce, turnUser } from './ice-renewal.ts';
import type { Session } from './session.ts';

const TTL_MS = 60_000;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const unguarded = (act: () => unknown) => () => void act();

function sessionWith(frames: string[]): Session {
  const outlet = {
    open: true,
    send: (frame: string | Buffer) => frames.push(String(frame)) > 0,
    close() {},
    pause() {},
    resume() {},
  };
  const ice = { iceServers: [], iceTtlMs: TTL_MS };
  return {
    id: 'a',
    room: 'r',
    name: undefined,
    token: 't',
    capacity: 6,
    gen: 1,
    grant: undefined,
    ice,
    iceAt: performance.now(),
    head: undefined,
    outlet,
    saidBefore: 0,
    mailHanded: 0,
  };
}

function issue(credential: string | undefined): (user: TurnUser) => IceConfig {
  return ({ peer, person = peer }) => ({
    iceServers: [{ urls: 'turn:t.example', ...(credential ? { username: `1:${person}`, credential } : {}) }],
    iceTtlMs: TTL_MS,
  });
}

it('sends a fresh set before the old one runs out, and again before that one does', () => {
  const frames: string[] = [];
  const session = sessionWith(frames);
  const stop = renewIce({ rooms: { sessions: () => [session] }, issueIce: issue('secret') }, unguarded);
  vi.advanceTimersByTime(TTL_MS * 0.7);
  expect(frames).toHaveLength(0);
  vi.advanceTimersByTime(TTL_MS * 0.2);
  expect(frames).toHaveLength(1);
  expect(JSON.parse(frames[0] ?? '')).toMatchObject({
    type: 'ice',
    iceServers: [{ username: '1:a' }],
    iceTtlMs: TTL_MS,
  });
  vi.advanceTimersByTime(TTL_MS);
  expect(frames).toHaveLength(2);
  stop();
  vi.advanceTimersByTime(TTL_MS * 2);
  expect(frames).toHaveLength(2);
});

it('renews nothing where there are no credentials', () => {
  const frames: string[] = [];
  const session = sessionWith(frames);
  renewIce({ rooms: { sessions: () => [session] }, issueIce: issue(undefined) }, unguarded);
  expect(vi.getTimerCount()).toBe(0);
});

it('a look that fails does not end the looks', () => {
  const frames: string[] = [];
  const faults: unknown[] = [];
  const session = sessionWith(frames);
  const due = vi
    .fn<() => Session[]>(() => [session])
    .mockImplementationOnce(() => {
      throw new Error('once');
    });
  const guard = guarded((error) => faults.push(error));
  const stop = renewIce({ rooms: { sessions: due }, issueIce: issue('secret') }, guard);
  vi.advanceTimersByTime(TTL_MS);
  expect(faults).toEqual([new Error('once')]);
  expect(frames).toHaveLength(1);
  stop();
});

it('is for the person where a room token names one, and for the peer where it does not', () => {
  const grant = (bearer: string) => ({ expiresAt: 0, bearer });
  expect(turnUser({ id: 'a', grant: grant('s1234567890-') })).toEqual({ peer: 'a', person: 's1234567890-' });
  expect(turnUser({ id: 'a', grant: grant('n1234567890-') })).toEqual({ peer: 'a', person: undefined });
  expect(turnUser({ id: 'a', grant: undefined })).toEqual({ peer: 'a', person: undefined });
});
