/** A connection that can be opened and closed; what it negotiates is the business of other tests. */
export class IdleConnection extends EventTarget {
  signalingState = 'stable';
  readonly described: string[] = [];
  offers = false;

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
  }

  setConfiguration(): void {}

  close(): void {
    this.signalingState = 'closed';
  }
}
