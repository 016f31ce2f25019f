import type { Envelope } from './envelope.ts';

export interface RelayHandlers {
  /** An envelope for this node. Envelopes of one node come in the order it sent them. */
  receive(envelope: Envelope): void;
  /** Nobody heard these: the node is gone or deaf, or the relay could not be reached. Nothing was delivered. */
  undelivered(node: string, envelopes: readonly Envelope[]): void;
  /** This node hears again after it was deaf; what was for it meanwhile did not reach it. */
  hearsAgain(): void;
  /** A batch was taken over by the other side so many seconds after its first envelope was queued. */
  delivered(seconds: number): void;
}

/**
 * Node to node. At most once, in order for each pair of nodes. What one turn of the event loop sends to a node goes
 * out together.
 */
export interface Relay {
  /** Begins to listen; from here on the handlers are called. Only once. */
  start(handlers: RelayHandlers): void;
  /** Queues an envelope for another node; never throws, never waits. */
  send(node: string, envelope: Envelope): void;
  /** Resolves when all that was queued is delivered, or given back. For a node that stops. */
  drained(): Promise<void>;
}
