import { once } from 'node:events';
import { connect } from 'node:tls';
import { judgeCertificate } from './certificate.ts';
import type { CertificateVerdict } from './certificate.ts';
import type { Deployment } from './deployment.ts';

const CONNECT_MS = 5_000;

/** Shakes hands with a TLS server and judges its certificate. Throws where there is no handshake. */
export async function lookAtCertificate(
  deployment: Deployment,
  server: { readonly host: string; readonly address: string; readonly port: number },
): Promise<CertificateVerdict> {
  const { host, address, port } = server;
  const name = /[a-z]/i.test(host) ? { servername: host } : {};
  // The name is looked at below, as what is met under it may have another address from here.
  const checkServerIdentity = () => undefined;
  const socket = connect({ host: address, port, rejectUnauthorized: false, checkServerIdentity, ...name });
  try {
    await once(socket, 'secureConnect', { signal: AbortSignal.timeout(CONNECT_MS) });
    // Its type says Error; what Node gives is the code of one.
    const error: unknown = socket.authorizationError;
    const trust = { host, authorizationError: typeof error === 'string' ? error : undefined };
    return judgeCertificate(socket.getPeerCertificate(), trust, deployment.now());
  } finally {
    socket.on('error', () => {});
    socket.destroy();
  }
}
