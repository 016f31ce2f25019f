import type { CandidateRow } from './candidate-row.ts';

/** Whether an IPv6 address was seen; `hidden` where the browser shows none of its own. */
export type Ipv6Seen = 'yes' | 'no' | 'hidden';

/** The addresses under which STUN servers saw this machine. */
export function publicAddresses(rows: readonly CandidateRow[]): string[] {
  return [...new Set(rows.filter(({ type }) => type === 'srflx').map(({ address }) => address))];
}

/** A link-local address leads nowhere and does not count. */
export function ipv6Seen(rows: readonly CandidateRow[]): Ipv6Seen {
  const own = rows.filter(({ type }) => type === 'host' || type === 'srflx');
  if (own.some(({ address }) => address.includes(':') && !/^fe[89ab]/i.test(address))) return 'yes';
  return own.some(({ address }) => address.endsWith('.local')) ? 'hidden' : 'no';
}
