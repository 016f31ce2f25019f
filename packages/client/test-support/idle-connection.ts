/** A connection that can be opened and closed; what it negotiates is the business of other tests. */
export class IdleConnection extends EventTarget {
  signalingState = 'stable';
  readonly described: string[] = [];
  offers = false;
  localDescription: { type: string; sdp: string } | null = null;
  /** Those that came with an offer. */
  readonly transceivers: { direction: string; mid: string; sender: object; receiver: object }[] = [];

  addTransceiver() {
    this.offers = true;
    const sender = { track: null, getParameters: () => ({ encodings: [] }) };
    return { sender };
  }

  createDataChannel() {
    return Object.assign(new EventTarget(), { readyState: 'connecting' });
  }

  async setRemoteDescription({ sdp }: { sdp: string }): Promise<void> {
    this.described.push(sdp);
    for (const kind of ['audio', 'video']) {
      const sender = { track: null, setStreams: () => {}, getParameters: () => ({ encodings: [] }) };
      this.transceivers.push({ direction: 'recvonly', mid: kind, sender, receiver: { track: { kind } } });
    }
  }

  getTransceivers() {
    return this.transceivers;
  }

  async setLocalDescription(): Promise<void> {
    this.localDescription = { type: 'answer', sdp: '' };
  }

  setConfiguration(): void {}

  close(): void {
    this.signalingState = 'closed';
  }
}
