import { describe, expect, it } from 'vitest';
import { guarded } from './guarded.ts';

describe('guarded', () => {
  it('hands on what was thrown, at once, and what a promise rejects with, later', async () => {
    const faults: unknown[] = [];
    const later = new Promise<void>((resolve) => {
      const guard = guarded((error) => {
        faults.push(error);
        if (faults.length === 2) resolve();
      });
      guard(() => {
        throw new Error('now');
      })();
      expect(faults).toEqual([new Error('now')]);
      guard(async () => Promise.reject(new Error('later')))();
    });
    await later;
    expect(faults).toEqual([new Error('now'), new Error('later')]);
  });

  it('passes on what the handler is called with', () => {
    const heard: unknown[] = [];
    const handle = guarded((error) => heard.push(error))((code: number, why: string) =>
      heard.push([code, why]),
    );
    handle(1000, 'done');
    expect(heard).toEqual([[1000, 'done']]);
  });
});
