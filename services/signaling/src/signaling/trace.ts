import { roomTag } from './identity.ts';
import type { Outlet } from './outlet.ts';

const TRACE_ID = /^[0-9a-f]{32}$/;

/**
 * The id by which a person's visit is found in the logs of all nodes: a `ref` in the form of a W3C trace id, which a
 * client says with all it asks. Any other `ref` is the client's own business, and in no log.
 */
export function traceIn(ref: string | undefined): string | undefined {
  return ref !== undefined && TRACE_ID.test(ref) ? ref : undefined;
}

/** What the line of a request says, so that one finds all that belongs to it, on this node and on others. */
export function trail(room: string, { connectionId }: Outlet, ref: string | undefined) {
  return { room: roomTag(room), connectionId, traceId: traceIn(ref) };
}
