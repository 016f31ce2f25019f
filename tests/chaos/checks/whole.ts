import { without } from '../history/views.ts';
import type { Violation } from './violation.ts';

/** What a client holds and sees once everything is quiet. */
export interface Standing {
  readonly client: string;
  readonly room: string;
  readonly id: string;
  readonly view: ReadonlySet<string>;
}

export interface Quiet {
  readonly at: number;
  /** Clients with an open socket and a place in a room. */
  readonly attached: readonly Standing[];
  /** The store's members, by room. */
  readonly members: ReadonlyMap<string, readonly string[]>;
}

/** After quiet every view equals the store, every attached client is a member, and no member is a ghost. */
export function checkWhole({ at, attached, members }: Quiet): Violation[] {
  const found: Violation[] = [];
  const complain = (text: string, peers: readonly string[]) =>
    found.push({ invariant: 'whole after quiet', text, from: -Infinity, to: at, peers });
  const held = new Set(attached.map(({ id }) => id));
  for (const [room, ids] of members) {
    const ghosts = ids.filter((id) => !held.has(id));
    if (ghosts.length > 0) complain(`ghosts in room ${room}: ${ghosts.join(', ')}`, ghosts);
  }
  for (const { room, id, view, client } of attached) {
    const ids = new Set(members.get(room) ?? []);
    if (!ids.delete(id))
      complain(`${id} (client ${client}) has an open socket and is no member of ${room}`, [id]);
    const wrong = [...without(ids, view), ...without(view, ids)];
    if (wrong.length === 0) continue;
    const says = `${id} (client ${client}) sees ${list(view)} in room ${room}, where the store has ${list(ids)}`;
    complain(says, [id, ...wrong]);
  }
  return found;
}

function list(ids: Iterable<string>): string {
  return `[${[...ids].toSorted().join(', ')}]`;
}
