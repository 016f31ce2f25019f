import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/**
 * A component whose code comes when it is first shown. Where it can't be had, as when the network is away, nothing is
 * shown, and the next time it is asked for again.
 */
export function later<Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  let loaded: ComponentType<Props> | undefined;
  return function Later(props: Props) {
    const [, setHere] = useState(loaded !== undefined);
    useEffect(() => {
      if (loaded !== undefined) return;
      const fetchIt = async () => {
        loaded = await load();
        setHere(true);
      };
      fetchIt().catch(() => setHere(false));
    }, []);
    const Component = loaded;
    return Component === undefined ? null : <Component {...props} />;
  };
}
