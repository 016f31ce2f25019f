export interface BusHandlers {
  readonly receive: (batch: Buffer) => void;
  /** What others publish for this node reaches it from now on: at first, and each time after it did not. */
  readonly hears: () => void;
  /** A connection to what carries the bus was lost: what the store was told before may be lost as well. */
  readonly interrupted: () => void;
}

/** Carries bytes from node to node, at most once and without a word of what was lost: `LinkRelay` makes up for that. */
export interface Bus {
  /** Begins to listen for what is published for this node. Only once. */
  listen(handlers: BusHandlers): void;
  /** Says how many heard it: 0 means that the node is gone or deaf. Rejects where the bus could not be asked. */
  publish(node: string, batch: Buffer): Promise<number>;
}
