import type { Membership } from '@parley/signaling/membership/membership';
import type { Store } from '@parley/signaling/store';

/** A store whose mailboxes can be kept from answering. */
export interface HeldStore {
  readonly wrap: (store: Store) => Store;
  /** Deposits from now on wait; resolves with the next one that came, and gives the way to let all of them go. */
  hold(): { readonly came: Promise<void>; readonly release: () => void };
}

/** Slows one operation of a real store down, for as long as a test says. */
export function heldDeposits(): HeldStore {
  let gate: Promise<void> | undefined;
  let arrived: () => void = () => {};
  return {
    wrap: (store) => ({
      ...store,
      notReady: () => store.notReady(),
      close: () => store.close(),
      membership: delaying(store.membership, async () => {
        if (!gate) return;
        arrived();
        await gate;
      }),
    }),
    hold() {
      const opened = Promise.withResolvers<void>();
      const came = Promise.withResolvers<void>();
      gate = opened.promise;
      arrived = came.resolve;
      return {
        came: came.promise,
        release() {
          gate = undefined;
          opened.resolve();
        },
      };
    },
  };
}

function delaying(membership: Membership, before: () => Promise<void>): Membership {
  return new Proxy(membership, {
    get(target, name) {
      if (name === 'deposit') {
        return async (...args: Parameters<Membership['deposit']>) => {
          await before();
          return target.deposit(...args);
        };
      }
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
