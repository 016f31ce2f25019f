// What no log of any container may hold, whoever wrote the line.
import { networkInterfaces } from 'node:os';
import { docker } from './containers.ts';

const FORBIDDEN: Readonly<Record<string, RegExp>> = {
  'a candidate': /candidate:\S|typ (host|srflx|prflx|relay)\b/,
  SDP: /v=0\\?[rn]|IN IP[46] |a=(fingerprint|ice-pwd|ice-ufrag):/,
  'the name of a room': /room-[0-9a-f]{8}-/,
  // As the nodes make it: the end of its time, and a peer.
  'the user name of a credential': /\b1\d{9}:[\w-]{6,}/,
  'a token or a credential': /"(token|credential|password|sdp|username)":"(?!\[hidden\])/,
};

/** The addresses of this machine, from where the stack sees the tests' peers. */
export async function peerAddresses(project: string): Promise<readonly string[]> {
  const filter = `label=com.docker.compose.project=${project}`;
  const networks = (await docker('network', 'ls', '--quiet', '--filter', filter)).trim().split('\n');
  const format = '{{range .IPAM.Config}}{{.Gateway}} {{end}}';
  const gateways = await docker('network', 'inspect', '--format', format, ...networks.filter(Boolean));
  const own = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
  const outer = own.filter(({ internal }) => !internal).map(({ address }) => address);
  return [...new Set([...gateways.split(/\s+/), ...outer])].filter(Boolean);
}

/** Each line of a log that holds what it may not, and what that is. */
export function leaksIn(log: string, addresses: readonly string[]): string[] {
  // As a whole: a container's own address may begin with it.
  const escaped = addresses.map((address) => address.replaceAll('.', '\\.'));
  const peer = new RegExp(`(?<![\\w.:])(${escaped.join('|')})(?![\\w.])`);
  return log.split('\n').flatMap((line) => {
    const found = Object.entries(FORBIDDEN).flatMap(([what, pattern]) => (pattern.test(line) ? [what] : []));
    if (peer.test(line)) found.push('the address of a peer');
    return found.map((what) => `${what}: ${line}`);
  });
}
