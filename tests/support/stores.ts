import { createLog } from '@parley/signaling/log';
import { memoryStore, newSharedMemory, redisStore } from '@parley/signaling/store';
import type { Store } from '@parley/signaling/store';
import { poll } from './poll.ts';

/** Opens stores of several nodes that share one set of rooms. */
export interface StoreCluster extends AsyncDisposable {
  open(node: string): Promise<Store>;
}

/** Nodes of one process. */
export function memoryCluster(): StoreCluster {
  const shared = newSharedMemory();
  return cluster(async (node) => memoryStore(node, createLog('silent', node), shared));
}

/** Nodes over one Redis, apart from all other tests by a key prefix of their own. */
export function redisCluster(url: string): StoreCluster {
  const prefix = `test-${crypto.randomUUID()}:`;
  return cluster(async (node) => {
    const store = redisStore(node, url, createLog('silent', node), prefix);
    // A relay subscribes once it is started; until then commands are all there is to wait for.
    await poll(`redis of ${node}`, () => store.notReady()?.includes('cannot be reached') !== true);
    return store;
  });
}

function cluster(open: (node: string) => Promise<Store>): StoreCluster {
  const stores: Store[] = [];
  return {
    async open(node) {
      const store = await open(node);
      stores.push(store);
      return store;
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(stores.map((store) => store.close()));
    },
  };
}
