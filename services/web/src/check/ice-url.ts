/** How a browser gets to a server: the same one may be open by one way and closed by another. */
export type Way = 'stun' | 'turn-udp' | 'turn-tcp' | 'turn-tls';

/** A STUN or TURN address, taken apart. */
export interface IceUrl {
  text: string;
  way: Way;
  /** Without the brackets of an IPv6 address. */
  host: string;
  port: number;
  /** What a firewall has to let through. */
  transport: 'UDP' | 'TCP';
}

// RFC 7064 section 3.1 and RFC 7065 section 3.1. No user and no path can stand in it.
const PATTERN =
  /^(stuns?|turns?):(\[[0-9a-f:.]+\]|[^\s:/?#[\]@]+)(?::(\d{1,5}))?(?:\?transport=(udp|tcp))?$/i;

/** Takes an address apart as browsers do; undefined for what is none. */
export function parseIceUrl(text: string): IceUrl | undefined {
  const match = PATTERN.exec(text.trim());
  if (match === null) return undefined;
  const [whole, scheme = '', host = '', portText, transportText] = match.map((part) => part?.toLowerCase());
  const secure = scheme.endsWith('s');
  const isTurn = scheme.startsWith('turn');
  const port = portText === undefined ? (secure ? 5349 : 3478) : Number(portText);
  if (port < 1 || port > 65_535 || (!isTurn && transportText !== undefined)) return undefined;
  const overTcp = secure || transportText === 'tcp';
  const way = !isTurn ? 'stun' : secure ? 'turn-tls' : overTcp ? 'turn-tcp' : 'turn-udp';
  const bare = host.replace(/^\[|\]$/g, '');
  return { text: whole ?? text, way, host: bare, port, transport: overTcp ? 'TCP' : 'UDP' };
}

/** The same port without TLS, where coturn and others take plain TURN too. */
export function withoutTls({ host, port }: IceUrl): string {
  return `turn:${host.includes(':') ? `[${host}]` : host}:${port}?transport=tcp`;
}
