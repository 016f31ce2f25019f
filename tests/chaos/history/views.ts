import type { ServerMessage } from '@parley/shared/server-messages';
import type { SocketStory } from './story.ts';

/** Who a client believes to be in its room beside itself. */
export type View = ReadonlySet<string>;

/** What a frame makes of a client's view. */
export function nextView(view: View, message: ServerMessage): View {
  switch (message.type) {
    case 'joined':
    case 'resumed':
    case 'resync':
      return new Set(message.peers.map(({ id }) => id));
    case 'otherjoin':
      return new Set([...view, message.id]);
    case 'bye':
      return new Set([...view].filter((id) => id !== message.id));
    default:
      return view;
  }
}

/** Those of the one who are not in the other. */
export function without(one: View, other: View): string[] {
  return [...one].filter((id) => !other.has(id));
}

export interface ViewStep {
  readonly at: number;
  readonly message: ServerMessage;
  readonly before: View;
  readonly after: View;
}

/** Every frame that a socket heard, with the view before and after it. */
export function* viewsOf(socket: SocketStory): Iterable<ViewStep> {
  let before: View = new Set();
  for (const { at, message } of socket.heard) {
    const after = nextView(before, message);
    yield { at, message, before, after };
    before = after;
  }
}

/** The view in which a socket's client was at a moment. */
export function viewAt(socket: SocketStory, moment: number): View {
  let view: View = new Set();
  for (const step of viewsOf(socket)) {
    if (step.at > moment) break;
    view = step.after;
  }
  return view;
}
