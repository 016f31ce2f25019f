import type { Room } from '@parley/client/room';

/** One concern of a visit. It is given the room when it is entered, and gives what lets go of it again. */
export interface CallPart {
  attach(room: Room): () => void;
}
