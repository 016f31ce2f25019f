import type { Deployment } from './deployment.ts';
import { Member, ownRoom, withMember } from './member.ts';

/** After so many other rooms that the proxy sent to the same node there is most likely no second one. */
const TRIES = 20;

/** Two peers of one room: `areApart` where they are on different nodes. */
export interface Pair extends AsyncDisposable {
  readonly first: Member;
  readonly second: Member;
  readonly areApart: boolean;
}

/** Puts two peers into one room, through different nodes where there are several. */
export async function joinApart(deployment: Deployment): Promise<Pair> {
  const parts = new AsyncDisposableStack();
  try {
    const room = ownRoom();
    const first = parts.use(await Member.join(deployment, room));
    const hint = await hintElsewhere(deployment, first.joined.node);
    const second = parts.use(await Member.join(deployment, room, { hint: hint ?? room }));
    const areApart = first.joined.node !== second.joined.node;
    return { first, second, areApart, [Symbol.asyncDispose]: () => parts.disposeAsync() };
  } catch (error) {
    await parts.disposeAsync();
    throw error;
  }
}

/**
 * The name of a room that leads to another node than this one; undefined where there seems to be none. The proxy sends
 * a room to one node by the name in the address, and a peer may tell it another name than that of the room it joins.
 */
export async function hintElsewhere(
  deployment: Deployment,
  node: string,
  tries = TRIES,
): Promise<string | undefined> {
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const hint = ownRoom();
    const scouted = await withMember(deployment, hint, ({ joined }) => joined.node);
    if (scouted !== node) return hint;
  }
  return undefined;
}
