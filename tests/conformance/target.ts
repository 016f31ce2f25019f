import type { ProtocolTarget } from '../protocol/check.ts';

/**
 * Where to try. Throws what to do about a wrong address.
 * @param insecure takes a certificate that nobody signed
 */
export function targetOf(address: string, insecure: boolean): ProtocolTarget {
  const url = URL.parse(address);
  if (!url || !['ws:', 'wss:'].includes(url.protocol)) {
    throw new Error(
      'say which server: make conformance URL=wss://call.example.org/ws (INSECURE=1 for a certificate of its own)',
    );
  }
  if (url.pathname === '/') url.pathname = '/ws';
  url.search = '';
  return {
    url: url.href,
    http: `${url.protocol.replace('ws', 'http')}//${url.host}`,
    selfSigned: insecure,
  };
}
