import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startHeartbeat } from './heartbeat.ts';

describe('startHeartbeat', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('pings in a steady beat while it is answered', () => {
    const silent = vi.fn<() => void>();
    const ping = vi.fn<() => void>(() => heartbeat.heard());
    const heartbeat = startHeartbeat({ ping, silent });
    vi.advanceTimersByTime(120_000);
    expect(ping).toHaveBeenCalledTimes(12);
    expect(silent).not.toHaveBeenCalled();
    heartbeat.stop();
  });

  it('calls a connection dead after 30 seconds of silence, once', () => {
    const silent = vi.fn<() => void>();
    startHeartbeat({ ping: () => {}, silent });
    vi.advanceTimersByTime(29_999);
    expect(silent).not.toHaveBeenCalled();
    vi.advanceTimersByTime(60_000);
    expect(silent).toHaveBeenCalledTimes(1);
  });

  it('does not take a page that slept for a server that is gone', () => {
    const silent = vi.fn<() => void>();
    const heartbeat = startHeartbeat({ ping: () => heartbeat.heard(), silent, everyMs: 60_000 });
    vi.advanceTimersByTime(300_000);
    expect(silent).not.toHaveBeenCalled();
    heartbeat.stop();
  });
});
