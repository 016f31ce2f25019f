import type { Check } from '../check.ts';
import { fault, ok } from '../finding.ts';
import { lookOverHttps } from '../http-look.ts';
import { ownRoom, withMember } from '../member.ts';
import { turnServersOf } from '../turn-server.ts';

const MOST_SECONDS = 30;

/** The clocks agree. TURN credentials and certificates are good by the clock, and by coturn's own. */
export const clock: Check = {
  name: 'clock',
  needs: ['store'],
  async run({ deployment }) {
    const { iceServers, iceTtlMs } = await withMember(deployment, ownRoom(), ({ joined }) => joined);
    const skews = turnServersOf(iceServers).flatMap(({ credential }) => {
      // The REST scheme: a credential's name begins with the second in which it ends.
      const ends = Number(credential?.username.split(':')[0]);
      return Number.isFinite(ends) && ends > 0 ? [ends - (iceTtlMs + deployment.now()) / 1_000] : [];
    });
    const { date } = await lookOverHttps(deployment, '/healthz');
    if (date !== undefined) skews.push((Date.parse(date) - deployment.now()) / 1_000);
    const worst = skews.toSorted((one, other) => Math.abs(other) - Math.abs(one))[0];
    if (worst === undefined) return ok('the deployment tells no time');
    const seconds = Math.round(Math.abs(worst));
    if (seconds <= MOST_SECONDS) return ok(`within ${seconds} s of this machine's`);
    return fault(`the deployment is ${seconds} s ${worst > 0 ? 'ahead of' : 'behind'} this machine`, {
      setting: 'the clock',
      file: 'the system of either machine',
      how: 'have it set by NTP (`timedatectl set-ntp true`); a node and coturn that disagree refuse all credentials',
    });
  },
};
