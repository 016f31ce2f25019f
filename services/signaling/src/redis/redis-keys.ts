/** Before every key and channel of ours, so that Redis's access rules can name them. */
export const KEY_PREFIX = 'parley:';

// The keys of one room carry one hash tag, so that each script stays in one slot of a Cluster; a room's name cannot
// hold a brace.

/** Hash of peer id to record. */
export function membersKey(prefix: string, room: string): string {
  return `${prefix}{${room}}:members`;
}

/** Hash of epoch, seq, capacity, departures, and the bytes in each mailbox. */
export function metaKey(prefix: string, room: string): string {
  return `${prefix}{${room}}:meta`;
}

/** List of frames kept for one peer that is away. */
export function mailKey(prefix: string, room: string, peer: string): string {
  return `${prefix}{${room}}:mail:${peer}`;
}

// So do the keys of the registry: its loss shows to every node at its next renewal.

/** Sorted set of node by the end of its lease. */
export function nodesKey(prefix: string): string {
  return `${prefix}{nodes}:leases`;
}

/** Hash of node to the term that its lease is in. */
export function termsKey(prefix: string): string {
  return `${prefix}{nodes}:terms`;
}

/** Set of the rooms that a node may hold peers of. */
export function nodeRoomsKey(prefix: string, node: string): string {
  return `${prefix}{nodes}:rooms:${node}`;
}

/** Who deals with a dead node. */
export function claimKey(prefix: string, node: string): string {
  return `${prefix}{nodes}:claim:${node}`;
}

/** Sorted set of "ROOM ID" by the end of the peer's window. */
export function dueKey(prefix: string): string {
  return `${prefix}{nodes}:due`;
}

/** The one channel that a node listens on. */
export function nodeChannel(prefix: string, node: string): string {
  return `${prefix}node:${node}`;
}
