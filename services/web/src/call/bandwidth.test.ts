import type { PeerView } from '@parley/client/peer-view';
import type { Quality } from '@parley/client/quality';
import type { Room } from '@parley/client/room';
import { beforeEach, describe, expect, it } from 'vitest';
import { Bandwidth } from './bandwidth.ts';

const good: Quality = { level: 'good', reason: undefined, path: 'direct' };
const tooNarrow: Quality = { level: 'bad', reason: 'bandwidth', path: 'direct' };

/** As much of a room as has to do with bandwidth; its measuring is the test's to do. */
class MeasuredRoom {
  readonly asked: string[] = [];
  peers: Pick<PeerView, 'quality'>[] = [{ quality: good }];
  readonly #listeners = new Map<string, (event: object) => void>();

  on(type: string, listener: (event: object) => void): () => void {
    this.#listeners.set(type, listener);
    return () => void this.#listeners.delete(type);
  }

  async setMaxVideoBitrate(bps: number | null | undefined, to = 'all'): Promise<void> {
    this.asked.push(`${to} ${bps}`);
  }

  async setUploadBudget(bps: number | null): Promise<void> {
    this.asked.push(`budget ${bps}`);
  }

  look(times: number): void {
    for (let look = 0; look < times; look += 1) this.#listeners.get('upload')?.({ sentBps: 300_000 });
  }
}

let room: MeasuredRoom;
let bandwidth: Bandwidth;
let detach: () => void;

beforeEach(() => {
  room = new MeasuredRoom();
  bandwidth = new Bandwidth();
  detach = bandwidth.attach(room as unknown as Room);
  room.asked.length = 0;
});

describe('the bandwidth of a call', () => {
  it('goes back to sound alone where pictures have had no room for a while, and tells so', () => {
    room.peers = [{ quality: tooNarrow }, { quality: tooNarrow }, { quality: good }];
    room.look(7);
    expect(bandwidth.fellBack.value).toBe(false);
    room.look(1);
    expect(bandwidth.fellBack.value).toBe(true);
    expect(room.asked).toEqual(['all 0']);
  });

  it('does not for a moment, for one path of many, or twice', async () => {
    room.peers = [{ quality: tooNarrow }];
    room.look(7);
    room.peers = [{ quality: good }];
    room.look(1);
    room.peers = [{ quality: tooNarrow }, { quality: good }];
    room.look(20);
    expect(bandwidth.fellBack.value).toBe(false);
    room.peers = [{ quality: tooNarrow }];
    room.look(8);
    await bandwidth.sendPictures();
    expect(bandwidth.each.value).toBe('unlimited');
    room.look(20);
    expect(bandwidth.fellBack.value).toBe(false);
  });

  it('sends pictures again by what held before', async () => {
    await bandwidth.setEach('250');
    room.peers = [{ quality: tooNarrow }];
    room.look(8);
    expect(bandwidth.each.value).toBe('sound');
    await bandwidth.sendPictures();
    expect(room.asked).toEqual(['all 250000', 'all 0', 'all 250000']);
  });

  it('forgets at the end of a visit who was to get what, and keeps what holds for all', async () => {
    await bandwidth.setOwn('a', 'sound');
    await bandwidth.setBudget('1000');
    expect(bandwidth.limitTo('a')).toBe('sound');
    detach();
    expect([bandwidth.limitTo('a'), bandwidth.budget.value]).toEqual(['unlimited', '1000']);
    expect(room.asked).toEqual(['a 0', 'budget 1000000']);
  });
});
