import type { CandidateData, DescriptionData, PeerData } from './peer-data.ts';

export interface NegotiationOptions {
  connection: RTCPeerConnection;
  /** Exactly one side of a pair is polite: when two offers collide, it takes its own back. */
  polite: boolean;
  /** Once `isStale` says so, there is no point in sending it (again). */
  send: (data: PeerData, isStale?: () => boolean) => void;
  /** Called with an offer in place, before it is answered: the time to attach what we send. */
  prepareAnswer: () => Promise<void>;
  /** Something was refused by the browser. Never holds SDP or candidates. */
  fault: (step: 'offer' | 'description' | 'candidate', error: unknown) => void;
}

/**
 * Perfect negotiation (W3C WebRTC section 10.7) over one RTCPeerConnection. Signals are applied strictly in the order
 * they came, and candidates wait until there is a remote description for them.
 */
export class Negotiation {
  readonly #options: NegotiationOptions;
  readonly #early: RTCIceCandidateInit[] = [];
  #queue: Promise<void> = Promise.resolve();
  #offers = 0;
  #makingOffer = false;
  #ignoreOffer = false;
  #settingRemoteAnswer = false;

  constructor(options: NegotiationOptions) {
    this.#options = options;
    const { connection } = options;
    connection.addEventListener('negotiationneeded', () => void this.#offer());
    connection.addEventListener('icecandidate', ({ candidate }) => this.#sendCandidate(candidate));
  }

  /** Resolves once this signal, and all before it, have been dealt with; never rejects. */
  receive(data: PeerData): Promise<void> {
    this.#queue = this.#queue.then(() => this.#apply(data));
    return this.#queue;
  }

  async #offer(): Promise<void> {
    const { connection } = this.#options;
    try {
      this.#makingOffer = true;
      await connection.setLocalDescription();
      this.#sendDescription();
    } catch (error) {
      if (connection.signalingState !== 'closed') this.#options.fault('offer', error);
    } finally {
      this.#makingOffer = false;
    }
  }

  async #apply(data: PeerData): Promise<void> {
    if (this.#options.connection.signalingState === 'closed') return;
    if (data.type === 'candidate') await this.#applyCandidate(data);
    else await this.#applyDescription(data).catch((error) => this.#options.fault('description', error));
  }

  async #applyDescription(description: DescriptionData): Promise<void> {
    const { connection, polite } = this.#options;
    this.#ignoreOffer = !polite && description.type === 'offer' && !this.#isReadyForOffer();
    if (this.#ignoreOffer) return;
    this.#settingRemoteAnswer = description.type === 'answer';
    try {
      await connection.setRemoteDescription(description);
    } finally {
      this.#settingRemoteAnswer = false;
    }
    await this.#addEarlyCandidates();
    if (description.type === 'answer') return;
    await this.#options.prepareAnswer();
    await connection.setLocalDescription();
    this.#sendDescription();
  }

  // While an answer is being applied the state still says have-local-offer, but will be stable before the next signal.
  #isReadyForOffer(): boolean {
    if (this.#makingOffer) return false;
    return this.#options.connection.signalingState === 'stable' || this.#settingRemoteAnswer;
  }

  async #applyCandidate(data: CandidateData): Promise<void> {
    const candidate = toInit(data);
    if (this.#options.connection.remoteDescription !== null) await this.#add(candidate);
    // Those of an offer that was ignored belong to nothing.
    else if (!this.#ignoreOffer) this.#early.push(candidate);
  }

  async #addEarlyCandidates(): Promise<void> {
    for (const candidate of this.#early.splice(0)) await this.#add(candidate);
  }

  async #add(candidate: RTCIceCandidateInit): Promise<void> {
    try {
      await this.#options.connection.addIceCandidate(candidate);
    } catch (error) {
      // It may be one of an offer that was ignored, or one of a path that is still good.
      if (!this.#ignoreOffer) this.#options.fault('candidate', error);
    }
  }

  #sendDescription(): void {
    const description = this.#options.connection.localDescription;
    if (description === null) return;
    const { type, sdp } = description;
    if (type === 'answer') this.#options.send({ type, sdp });
    if (type === 'offer') this.#options.send({ type, sdp }, this.#untilSuperseded());
  }

  // An offer is of use until it was answered, taken back or followed by another.
  #untilSuperseded(): () => boolean {
    this.#offers += 1;
    const own = this.#offers;
    return () => own !== this.#offers || this.#options.connection.signalingState !== 'have-local-offer';
  }

  #sendCandidate(candidate: RTCIceCandidate | null): void {
    if (candidate === null) {
      this.#options.send({ type: 'candidate', candidate: null });
      return;
    }
    const { sdpMid, sdpMLineIndex, usernameFragment } = candidate;
    this.#options.send(
      { type: 'candidate', candidate: candidate.candidate, sdpMid, sdpMLineIndex, usernameFragment },
      () => !this.#isOfThisGeneration(usernameFragment),
    );
  }

  // An ICE restart makes the candidates before it useless (RFC 8838 section 11).
  #isOfThisGeneration(usernameFragment: string | null): boolean {
    const sdp = this.#options.connection.localDescription?.sdp;
    return (
      sdp === undefined || usernameFragment === null || sdp.includes(`a=ice-ufrag:${usernameFragment}\r`)
    );
  }
}

// A null candidate ends gathering; addIceCandidate says that with an empty string, for all sections at once.
function toInit(data: CandidateData): RTCIceCandidateInit {
  if (data.candidate === null) return { candidate: '' };
  const { candidate, sdpMid, sdpMLineIndex, usernameFragment } = data;
  return { candidate, sdpMid, sdpMLineIndex, usernameFragment };
}
