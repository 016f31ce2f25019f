import type { PeerView } from '@parley/client/peer-view';

type Way = Pick<PeerView, 'quality'>;

/** Whether our own line is what keeps pictures from being better: one narrow path may be the other side's, most are ours. */
export function isLineNarrow(peers: readonly Way[]): boolean {
  return areMost(peers, ({ quality }) => quality.reason === 'bandwidth');
}

/** Whether it carries so little that pictures are in the way of the sound. */
export function isLineTooNarrow(peers: readonly Way[]): boolean {
  return areMost(peers, ({ quality }) => quality.reason === 'bandwidth' && quality.level === 'bad');
}

function areMost(peers: readonly Way[], are: (peer: Way) => boolean): boolean {
  const count = peers.filter(are).length;
  return count > 0 && count * 2 > peers.length;
}
