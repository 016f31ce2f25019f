import { useEffect, useState } from 'preact/hooks';

/** Renders anew each second while `ticks`, for what counts time by `performance.now()`. */
export function useTick(ticks: boolean): void {
  const [, setCount] = useState(0);
  useEffect(() => {
    if (!ticks) return undefined;
    const timer = setInterval(() => setCount((count) => count + 1), 1_000);
    return () => clearInterval(timer);
  }, [ticks]);
}
