import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { StagedRoom } from '../../test-support/staged-room.ts';
import { Trouble } from './trouble.ts';

let room: StagedRoom;
let trouble: Trouble;
let detach: () => void;

beforeEach(() => {
  vi.useFakeTimers();
  const page = Object.assign(new EventTarget(), { visibilityState: 'visible' });
  vi.stubGlobal('document', page);
  vi.stubGlobal('window', page);
  room = new StagedRoom();
  trouble = new Trouble();
  detach = trouble.attach(room.asRoom());
});
afterEach(() => {
  detach();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const away = { name: 'away', because: { kind: 'closed', code: 1006 }, retryInMs: 2_000 } as const;

function nap(): void {
  vi.setSystemTime(Date.now() + 480_000);
  vi.advanceTimersByTime(1_000);
}

it('tells of the server from when it is away until it is back', () => {
  room.become(away);
  expect(trouble.outage.value?.because).toEqual(away.because);
  trouble.tryNow();
  expect(room.woken).toBe(1);
  room.become({ name: 'joined' });
  expect(trouble.outage.value).toBeUndefined();
});

it('asks after the server when the machine slept, and says “back” once it has answered', () => {
  nap();
  expect(trouble.absence.value).toEqual({ ms: 480_000, isOver: false });
  expect(room.woken).toBe(1);
  room.tell('alive', undefined);
  expect(trouble.absence.value).toEqual({ ms: 480_000, isOver: true });
});

it('takes an answer from before the sleep back, and says it once there is a new connection', () => {
  nap();
  room.tell('alive', undefined);
  room.become(away);
  expect(trouble.absence.value?.isOver).toBe(false);
  room.become({ name: 'joined' });
  expect(trouble.absence.value).toEqual({ ms: 480_000, isOver: true });
  trouble.forgetAbsence();
  expect(trouble.absence.value).toBeUndefined();
});

it('has nothing to say of a sleep before the call', () => {
  room.state = { name: 'joining' };
  nap();
  expect(trouble.absence.value).toBeUndefined();
});

it('keeps nothing of a call that is over', () => {
  room.become(away);
  nap();
  detach();
  expect([trouble.outage.value, trouble.absence.value]).toEqual([undefined, undefined]);
});
