import type { Fault, FaultKind, FaultOf } from './fault.ts';

interface Standing {
  readonly fault: Fault;
  left: number;
}

/** The faults that stand. The first that was ordered strikes first. */
export class Faults {
  readonly #standing = new Set<Standing>();
  readonly #onLift: () => void;

  /** `onLift` is called when one is lifted or has struck for the last time: what it held back may go. */
  constructor(onLift: () => void) {
    this.#onLift = onLift;
  }

  /** Orders a fault; gives what lifts it. Throws where `times` makes no sense. */
  add(fault: Fault): () => void {
    const times = 'times' in fault ? fault.times : undefined;
    if (times !== undefined && !(Number.isInteger(times) && times > 0)) {
      throw new RangeError(`times: must be a whole number from 1, or left out; it is ${times}`);
    }
    const standing = { fault, left: times ?? Infinity };
    this.#standing.add(standing);
    return () => {
      if (this.#standing.delete(standing)) this.#onLift();
    };
  }

  /** Whether such a fault stands for a peer; does not use it up. */
  find<Kind extends FaultKind>(
    kind: Kind,
    peer: string | undefined,
    fits: (fault: FaultOf<Kind>) => boolean = () => true,
  ): FaultOf<Kind> | undefined {
    return this.#match(kind, peer, fits)?.fault as FaultOf<Kind> | undefined;
  }

  /** Lets such a fault strike, if one stands. */
  strike<Kind extends FaultKind>(
    kind: Kind,
    peer: string | undefined,
    fits: (fault: FaultOf<Kind>) => boolean = () => true,
  ): FaultOf<Kind> | undefined {
    const standing = this.#match(kind, peer, fits);
    if (!standing) return undefined;
    standing.left -= 1;
    if (standing.left === 0) this.#standing.delete(standing);
    return standing.fault as FaultOf<Kind>;
  }

  #match<Kind extends FaultKind>(
    kind: Kind,
    peer: string | undefined,
    fits: (fault: FaultOf<Kind>) => boolean,
  ): Standing | undefined {
    for (const standing of this.#standing) {
      const { fault } = standing;
      if (fault.fault !== kind) continue;
      if ('peer' in fault && fault.peer !== undefined && fault.peer !== peer) continue;
      // Of this kind, as was just seen.
      if (fits(fault as FaultOf<Kind>)) return standing;
    }
    return undefined;
  }
}
