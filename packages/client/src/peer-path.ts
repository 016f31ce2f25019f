/**
 * The path to a peer. `interrupted` may come back by itself; `ended` does not: the other side has closed it, and a
 * `bye` or a new connection is on its way.
 */
export type PeerPath = 'connecting' | 'connected' | 'interrupted' | 'ended';

/** The path after a change of the connection's state. */
export function pathAfter(before: PeerPath, state: RTCPeerConnectionState): PeerPath {
  switch (state) {
    case 'connected':
      return 'connected';
    case 'disconnected':
    case 'failed':
      return before === 'connecting' ? 'connecting' : 'interrupted';
    case 'closed':
      return 'ended';
    case 'new':
    case 'connecting':
      return before;
    default:
      return state satisfies never;
  }
}
