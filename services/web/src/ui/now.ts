import { useEffect, useState } from 'preact/hooks';

/** The time by `performance.now()`, new each second while `ticks`. */
export function useNow(ticks: boolean): number {
  const [now, setNow] = useState(() => performance.now());
  useEffect(() => {
    if (!ticks) return undefined;
    setNow(performance.now());
    const timer = setInterval(() => setNow(performance.now()), 1_000);
    return () => clearInterval(timer);
  }, [ticks]);
  return now;
}
