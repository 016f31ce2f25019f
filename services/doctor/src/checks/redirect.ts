import { causeOf } from '../cause.ts';
import type { Check } from '../check.ts';
import { fault, ok } from '../finding.ts';
import { lookOverHttp } from '../http-look.ts';

const PATH = '/doctor?a=b';

/** Who types the name without https gets there all the same. */
export const redirect: Check = {
  name: 'redirect',
  needs: ['name'],
  async run({ deployment }) {
    const { host, httpPort } = deployment.settings;
    try {
      const { status, location } = await lookOverHttp(deployment, PATH);
      if (status < 301 || status > 308 || location === undefined) {
        return fault(`http://${host}:${httpPort} answers ${status} and leads nowhere`, {
          setting: 'HTTP_PORT',
          file: '.env',
          how: "nginx's own port for HTTP; something else answers there",
        });
      }
      if (location !== `${deployment.origin}${PATH}`) {
        return fault(`http://${host}:${httpPort} leads to ${location}`, {
          setting: 'HTTPS_PORT',
          file: '.env',
          how: `the port under which users reach HTTPS; it should lead to ${deployment.origin}`,
        });
      }
      return ok(`http leads to ${deployment.origin}`);
    } catch (error) {
      return fault(`http://${host}:${httpPort}: ${causeOf(error)}`, {
        setting: 'HTTP_PORT',
        file: '.env',
        how: `TCP ${httpPort} has to be published by nginx and open in the firewall`,
      });
    }
  },
};
