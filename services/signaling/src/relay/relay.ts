import type { DeliverEnvelope, Envelope } from './envelope.ts';

export interface RelayHandlers {
  /**
   * An envelope for this node, and the number under which `node` sent it. Those of one node come in the order it sent
   * them, each once, and none is left out. It is confirmed once it is dealt with: at once, or when the promise given
   * back resolves. What this makes of it and sends back, such as a message that cannot be handed over, goes out before
   * the confirmation.
   */
  receive(envelope: Envelope, node: string, number: number): Promise<void> | void;
  /**
   * The node is gone or deaf; or, with `unsent`, the relay could not be reached, and nothing is known of the node. These
   * will not be sent again. In order.
   */
  undelivered(node: string, envelopes: readonly Envelope[], unsent: boolean): void;
  /** This node hears again after it was deaf; what was for it meanwhile did not all reach it. */
  hearsAgain(): void;
  /** What the store was told before may be lost: a connection to it was. */
  interrupted(): void;
  /** A batch was taken over by the bus so many seconds after its first envelope was queued. */
  delivered(seconds: number): void;
  /** Something threw that is no business of the sender's; it was dropped. */
  fault(error: unknown): void;
}

/**
 * Node to node: in order and without gaps for each pair of nodes. What a node has not confirmed is kept, sent again
 * where it was lost on the way, and given back where the node does not hear. What one turn of the event loop sends to
 * a node goes out together.
 */
export interface Relay {
  /** Begins to listen. Only once. A node that confirms nothing for `silenceMs` counts as gone. */
  start(handlers: RelayHandlers, silenceMs: number): void;
  /** Queues an envelope for another node; never throws, never waits. */
  send(node: string, envelope: Envelope): void;
  /** A node gave back what it got under `number` for one peer: gives it; undefined where nobody waits for it any more. */
  settle(node: string, number: number, to: string): DeliverEnvelope | undefined;
  /** Takes back what `node` has not confirmed of what went there for one peer; it is not sent again. In order. */
  withdraw(node: string, room: string, to: string): readonly DeliverEnvelope[];
  /** Resolves once all that was sent so far is on the bus, or given back; undefined where nothing is under way. */
  accepted(): Promise<unknown> | undefined;
  /** Resolves once all that was sent so far is confirmed by its nodes, or given back. */
  confirmed(): Promise<unknown>;
  /** Sends what is queued, then gives back what is not confirmed. For a node that stops. */
  finish(): Promise<void>;
}
