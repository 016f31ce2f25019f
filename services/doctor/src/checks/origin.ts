import type { Check } from '../check.ts';
import type { Deployment } from '../deployment.ts';
import { fault, ok, warning } from '../finding.ts';
import { UpgradeRefused, openSocket } from '../socket.ts';

const FOREIGN = 'https://foreign.invalid';

/** The page's own origin may open a WebSocket, and a foreign page may not. */
export const origin: Check = {
  name: 'origin',
  needs: ['websocket'],
  async run({ deployment }) {
    const own = await statusFor(deployment, deployment.origin);
    if (own !== 101) {
      return fault(`a page of ${deployment.origin} is answered ${own}`, {
        setting: 'ALLOWED_ORIGINS',
        file: '.env',
        how: `it has to name ${deployment.origin}; without it the page's own host counts, which a proxy in front has to hand on as Host`,
      });
    }
    const foreign = await statusFor(deployment, FOREIGN);
    if (foreign === 101) {
      return warning('a page of any origin may connect', {
        setting: 'ALLOWED_ORIGINS',
        file: '.env',
        how: 'the exact origins that may, or nothing for your own page alone; * is for those who mean it',
      });
    }
    return ok(`its own page is let in, a foreign one is answered ${foreign}`);
  },
};

async function statusFor(deployment: Deployment, from: string): Promise<number> {
  try {
    const socket = await openSocket(deployment, { origin: from });
    socket.close(1000);
    return 101;
  } catch (error) {
    if (error instanceof UpgradeRefused) return error.status;
    throw error;
  }
}
