type Step = () => void | Promise<void>;

interface Description {
  type: RTCSdpType;
  sdp: string;
}

/**
 * The signaling half of an RTCPeerConnection, as W3C WebRTC has it (sections 4.4.1.5, 4.7.3 and 10.7): one operation at
 * a time, descriptions without arguments, rollback by an offer, and `negotiationneeded` only while the state is stable
 * and nothing is being done. When each operation goes on is the test's to say, through `clock`.
 *
 * What is negotiated are counts of changes: an offer or answer carries how many of its own side's changes it knows of.
 */
export class ModelConnection extends EventTarget {
  signalingState: RTCSignalingState = 'stable';
  localDescription: Description | null = null;
  remoteDescription: Description | null = null;
  /** How many changes this side has made, and how many of them are negotiated. */
  changes = 0;
  settled = 0;
  readonly #clock: Clock;
  readonly #operations: Step[] = [];
  #isBusy = false;
  #isDue = false;
  #before: { local: Description | null; remote: Description | null } = { local: null, remote: null };

  constructor(clock: Clock) {
    super();
    this.#clock = clock;
  }

  /** Something that has to be negotiated: a new track, an ICE restart. */
  change(): void {
    this.changes += 1;
    this.#askForNegotiation();
  }

  close(): void {
    this.signalingState = 'closed';
  }

  setLocalDescription(): Promise<void> {
    return this.#operate(() => {
      const type = this.signalingState === 'have-remote-offer' ? 'answer' : 'offer';
      const offersTwice = type === 'offer' && this.signalingState !== 'stable';
      if (offersTwice && this.signalingState !== 'have-local-offer') throw new Error('in the wrong state');
      if (this.signalingState === 'stable') this.#before = this.#now();
      this.localDescription = { type, sdp: String(this.changes) };
      this.#become(type === 'offer' ? 'have-local-offer' : 'stable');
    });
  }

  setRemoteDescription(description: Description): Promise<void> {
    return this.#operate(() => {
      if (description.type === 'answer' && this.signalingState !== 'have-local-offer') {
        throw new Error('there is no offer to answer');
      }
      if (description.type === 'offer' && this.signalingState === 'have-local-offer') {
        this.localDescription = this.#before.local;
      }
      if (this.signalingState === 'stable') this.#before = this.#now();
      this.remoteDescription = description;
      this.#become(description.type === 'offer' ? 'have-remote-offer' : 'stable');
    });
  }

  async addIceCandidate(): Promise<void> {}

  #now() {
    return { local: this.localDescription, remote: this.remoteDescription };
  }

  #become(state: RTCSignalingState): void {
    this.signalingState = state;
    if (state !== 'stable') return;
    this.settled = Number(this.localDescription?.sdp ?? 0);
    this.#askForNegotiation();
  }

  #operate(step: Step): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#operations.push(async () => {
        if (this.signalingState === 'closed') return; // as the text has it: never settled
        try {
          await step();
          resolve();
        } catch (error) {
          reject(error);
        }
      });
      void this.#work();
    });
  }

  async #work(): Promise<void> {
    if (this.#isBusy) return;
    this.#isBusy = true;
    for (let step = this.#operations.shift(); step !== undefined; step = this.#operations.shift()) {
      await this.#clock.turn();
      await step();
    }
    this.#isBusy = false;
    this.#askForNegotiation();
  }

  #askForNegotiation(): void {
    if (this.#isDue || this.changes === this.settled) return;
    this.#isDue = true;
    void this.#fireInTime();
  }

  async #fireInTime(): Promise<void> {
    await this.#clock.turn();
    this.#isDue = false;
    if (this.#isBusy || this.signalingState !== 'stable' || this.changes === this.settled) return;
    this.dispatchEvent(new Event('negotiationneeded'));
  }
}

/** Lets things go on one at a time, in the order that the test chooses. */
export class Clock {
  readonly #waiting: (() => void)[] = [];

  turn(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
    });
  }

  get isIdle(): boolean {
    return this.#waiting.length === 0;
  }

  /** Lets one of those that wait go on, and all that follows from it without another wait. */
  async step(which: number): Promise<void> {
    const [next] = this.#waiting.splice(which % Math.max(1, this.#waiting.length), 1);
    next?.();
    for (let count = 0; count < 20; count += 1) await Promise.resolve();
  }
}
