import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';

const RETRY_MS = 2000;

/**
 * A component whose code comes when it is first shown. Where it can't be had, as when the network is away, nothing is
 * shown, and it is asked for again as long as it is wanted.
 */
export function later<Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  let loaded: ComponentType<Props> | undefined;
  return function Later(props: Props) {
    const [, setHere] = useState(loaded !== undefined);
    useEffect(() => {
      let timer: ReturnType<typeof setTimeout> | undefined;
      let wanted = loaded === undefined;
      const fetchIt = async () => {
        loaded = await load();
        if (wanted) setHere(true);
      };
      const tryIt = () =>
        void fetchIt().catch(() => {
          if (wanted) timer = setTimeout(tryIt, RETRY_MS);
        });
      if (wanted) tryIt();
      return () => {
        wanted = false;
        clearTimeout(timer);
      };
    }, []);
    const Component = loaded;
    return Component === undefined ? null : <Component {...props} />;
  };
}
