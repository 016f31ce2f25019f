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

  it('gives a doubted connection a few seconds to answer, not thirty', () => {
    const silent = vi.fn<() => void>();
    const ping = vi.fn<() => void>();
    const heartbeat = startHeartbeat({ ping, silent });
    heartbeat.probe();
    heartbeat.probe();
    expect(ping).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(3_999);
    expect(silent).not.toHaveBeenCalled();
    vi.advanceTimersByTime(60_000);
    expect(silent).toHaveBeenCalledTimes(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('keeps a doubted connection that answers, and doubts it anew when asked again', () => {
    const silent = vi.fn<() => void>();
    const ping = vi.fn<() => void>();
    const heartbeat = startHeartbeat({ ping, silent });
    heartbeat.probe();
    vi.advanceTimersByTime(1_000);
    heartbeat.heard();
    vi.advanceTimersByTime(8_000);
    expect(silent).not.toHaveBeenCalled();
    heartbeat.probe();
    expect(ping).toHaveBeenCalledTimes(2);
    heartbeat.stop();
    vi.advanceTimersByTime(60_000);
    expect(silent).not.toHaveBeenCalled();
  });

  it('notices by the clock that the machine slept, and finds the connection dead within seconds', () => {
    const silent = vi.fn<() => void>();
    startHeartbeat({ ping: () => {}, silent });
    vi.advanceTimersByTime(1_000);
    nap(3_600_000);
    vi.advanceTimersByTime(5_000);
    expect(silent).toHaveBeenCalledTimes(1);
  });

  it('asks again where it slept on before the answer could come', () => {
    const silent = vi.fn<() => void>();
    const ping = vi.fn<() => void>();
    const heartbeat = startHeartbeat({ ping, silent });
    heartbeat.probe();
    nap(3_600_000);
    vi.advanceTimersByTime(4_000);
    expect(silent).not.toHaveBeenCalled();
    expect(ping).toHaveBeenCalledTimes(2);
    heartbeat.stop();
  });
});

/** The time of day goes on, while timers and the clock they follow stand still. */
function nap(ms: number): void {
  vi.setSystemTime(Date.now() + ms);
}
