import { once } from 'node:events';
import { causeOf } from '../cause.ts';
import type { Check } from '../check.ts';
import { fault, ok } from '../finding.ts';
import type { Finding } from '../finding.ts';
import { UpgradeRefused, openSocket } from '../socket.ts';

const NO_NODE = new Set([500, 502, 503, 504]);

/** A WebSocket gets through all that stands before the nodes, and one of them answers. */
export const websocket: Check = {
  name: 'websocket',
  needs: ['certificate'],
  async run({ deployment }) {
    try {
      const socket = await openSocket(deployment);
      const started = performance.now();
      socket.send('{"type":"ping"}');
      await once(socket, 'message', { signal: AbortSignal.timeout(5_000) });
      const ms = performance.now() - started;
      socket.close(1000);
      return ok(`answers in ${ms.toFixed(1)} ms`);
    } catch (error) {
      return error instanceof UpgradeRefused ? refused(error.status) : refusedBy(causeOf(error));
    }
  },
};

function refused(status: number): Finding {
  const seen = `/ws answers ${status} in place of 101`;
  if (NO_NODE.has(status)) {
    return fault(`${seen}: there is no node`, {
      setting: 'signaling',
      file: 'docker-compose.yml',
      how: '`docker compose ps signaling` tells whether it runs, `docker compose logs signaling` why it did not start',
    });
  }
  if (status === 429) {
    return fault(`${seen}: too many connections from this address`, {
      setting: 'the limits by address',
      file: 'infra/nginx/parley.conf.template',
      how: 'they are meant for one network; try again in a minute',
    });
  }
  return refusedBy(seen);
}

function refusedBy(seen: string): Finding {
  return fault(seen, {
    setting: 'proxy_set_header Upgrade and Connection',
    file: 'the configuration of what stands before nginx',
    how: 'a proxy has to hand the upgrade on: docs/operations.md#behind-another-proxy',
  });
}
