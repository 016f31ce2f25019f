/** Before every key and channel of ours, so that Redis's access rules can name them. */
export const KEY_PREFIX = 'parley:';

/**
 * The keys of one room. They carry one hash tag, so that each script stays in one slot of a Cluster; a room's name
 * cannot hold a brace.
 */
export function roomKeys(prefix: string, room: string): readonly [members: string, meta: string] {
  return [`${prefix}{${room}}:members`, `${prefix}{${room}}:meta`];
}

/** The one channel that a node listens on. */
export function nodeChannel(prefix: string, node: string): string {
  return `${prefix}node:${node}`;
}
