import { causeOf } from '../cause.ts';
import type { CertificateVerdict } from '../certificate.ts';
import type { Check } from '../check.ts';
import { isLoopback } from '../deployment.ts';
import type { Deployment } from '../deployment.ts';
import { fault, notTried, ok, warning } from '../finding.ts';
import type { Finding } from '../finding.ts';
import { lookAtCertificate } from '../tls-look.ts';

const SOON_DAYS = 14;
const FILE = { setting: 'tls.crt and tls.key', file: 'secrets/' };

/** A browser opens the page without a warning, and will next week: at each address of the name. */
export const certificate: Check = {
  name: 'certificate',
  needs: ['name'],
  async run({ deployment }) {
    const { host } = deployment.settings;
    const addresses = await deployment.addressesOf(host);
    const findings = await Promise.all(addresses.map((address) => at(address, deployment)));
    const wrong = findings.find(({ outcome }) => outcome === 'fault');
    const right = findings.find(({ outcome }) => outcome !== 'fault');
    if (!wrong || !right) return wrong ?? right ?? notTried(`${host} has no address`);
    // Browsers try the next address; where that is the machine's own loopback, nobody else will ever meet it.
    return 'remedy' in wrong && !addresses.every(isLoopback) ? warning(wrong.seen, wrong.remedy) : right;
  },
};

async function at(address: string, deployment: Deployment): Promise<Finding> {
  const { host, httpsPort: port } = deployment.settings;
  try {
    return judged(await lookAtCertificate(deployment, { host, address, port }), host);
  } catch (error) {
    return fault(`${address} port ${port}: no TLS (${causeOf(error)})`, {
      setting: 'HTTPS_PORT',
      file: '.env',
      how: `nginx has to run (\`docker compose ps nginx\`), and TCP ${port} has to be open in the firewall at each address of ${host}`,
    });
  }
}

function judged(verdict: CertificateVerdict, host: string): Finding {
  switch (verdict.is) {
    case 'good':
      if (verdict.daysLeft >= SOON_DAYS) return ok(`${verdict.daysLeft} days left`);
      return warning(`${verdict.daysLeft} days left`, {
        ...FILE,
        how: 'put the renewed pair there and run `docker compose run --rm init`; nginx and coturn take it by themselves',
      });
    case 'self-signed':
      return warning(
        `made by itself, ${verdict.daysLeft} days left: browsers ask before they open the page`,
        {
          ...FILE,
          how: 'a pair that browsers trust: secrets/README.md',
        },
      );
    case 'expired':
      return fault(`expired ${verdict.daysAgo} days ago`, {
        ...FILE,
        how: 'put a renewed pair there and run `docker compose run --rm init`; a self-signed one is made anew by `docker compose down -v`',
      });
    case 'not yet valid':
      return fault('not valid yet', {
        ...FILE,
        how: "a pair that is valid now, or set this machine's clock",
      });
    case 'for another name':
      return fault(`is for ${verdict.names}, not for ${host}`, {
        setting: 'PUBLIC_HOST',
        file: '.env',
        how: `the name of the certificate; or put a pair for ${host} into secrets/`,
      });
    case 'untrusted':
      return fault(`browsers do not trust it (${verdict.why})`, {
        ...FILE,
        how: 'tls.crt has to hold the whole chain: the certificate first, then each intermediate one',
      });
    default:
      return verdict satisfies never;
  }
}
