import { causeOf } from '../cause.ts';
import type { Check } from '../check.ts';
import { fault, ok } from '../finding.ts';

/** The name that users type leads to an address. */
export const name: Check = {
  name: 'name',
  needs: [],
  async run({ deployment }) {
    const { host } = deployment.settings;
    try {
      return ok(`${host} is ${(await deployment.addressesOf(host)).join(', ')}`);
    } catch (error) {
      return fault(`${host} has no address (${causeOf(error)})`, {
        setting: 'PUBLIC_HOST',
        file: '.env',
        how: 'the name that users open, with an A record of this machine where its DNS is kept',
      });
    }
  },
};
