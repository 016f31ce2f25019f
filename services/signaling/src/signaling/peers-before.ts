import type { ReturnedEnvelope } from '../relay/envelope.ts';
import type { Session } from './session.ts';

type Peer = Pick<Session, 'mailHanded'>;

/** How the peers were that messages were given back for: whether one may still take its message later, in order. */
export class PeersBefore {
  readonly #before = new WeakMap<ReturnedEnvelope, { peer: Peer | undefined; mailHanded: number }>();

  /** A message goes back; `peer` is the session that it was for, where that is here. */
  note(envelope: ReturnedEnvelope, peer: Peer | undefined): void {
    this.#before.set(envelope, { peer, mailHanded: peer?.mailHanded ?? 0 });
  }

  /**
   * Whether nothing newer can have reached the peer since: it was given nothing that had been kept for it, nor did it go
   * on from here, where nobody knows what it was given.
   */
  mayTake(envelope: ReturnedEnvelope, peer: Peer | undefined): boolean {
    const before = this.#before.get(envelope);
    if (!before || (before.peer && peer !== before.peer)) return false;
    return (peer?.mailHanded ?? 0) === before.mailHanded;
  }
}
