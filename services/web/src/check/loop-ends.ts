import type { IceServer } from '@parley/client/messages';
import type { LoopObstacle } from './loop-verdict.ts';

/** So long may two relayed addresses take to find each other. */
const CONNECT_MS = 8_000;
/** As much as the picture of a call takes when nothing is in the way. */
const MOST_BPS = 1_500_000;

/** Two connections of one page that may reach each other through a relay only. */
export class LoopEnds {
  readonly sender: RTCPeerConnection;
  readonly receiver: RTCPeerConnection;
  /** What is late is dropped, as the packets of a picture are. */
  readonly channel: RTCDataChannel;

  constructor(servers: IceServer[]) {
    const configuration: RTCConfiguration = { iceServers: servers, iceTransportPolicy: 'relay' };
    this.sender = new RTCPeerConnection(configuration);
    this.receiver = new RTCPeerConnection(configuration);
    this.channel = this.sender.createDataChannel('notes', { ordered: false, maxRetransmits: 0 });
    pass(this.sender, this.receiver);
    pass(this.receiver, this.sender);
  }

  /** Sends a picture along, as much of it as the path carries. */
  async carry(track: MediaStreamTrack): Promise<void> {
    const rtp = this.sender.addTrack(track);
    const parameters = rtp.getParameters();
    for (const encoding of parameters.encodings) encoding.maxBitrate = MOST_BPS;
    // A browser that knows no such limit sends as it likes.
    await rtp.setParameters(parameters).catch(() => {});
  }

  /** Connects the two; resolves with what was in the way, undefined where nothing was. */
  async connect(signal: AbortSignal): Promise<LoopObstacle | undefined> {
    await this.sender.setLocalDescription();
    await this.receiver.setRemoteDescription(offered(this.sender));
    await this.receiver.setLocalDescription();
    await this.sender.setRemoteDescription(offered(this.receiver));
    if (await this.#connected(signal)) return undefined;
    const relayed = [this.sender, this.receiver].every(hasCandidates);
    return relayed ? 'no-path' : 'no-way-in';
  }

  close(): void {
    this.sender.close();
    this.receiver.close();
  }

  #connected(signal: AbortSignal): Promise<boolean> {
    return new Promise((resolve) => {
      const end = (connected: boolean) => {
        clearTimeout(timer);
        resolve(connected);
      };
      const timer = setTimeout(() => end(false), CONNECT_MS);
      signal.addEventListener('abort', () => end(false));
      const look = () => {
        const states = [this.sender.connectionState, this.receiver.connectionState];
        if (states.every((state) => state === 'connected')) end(true);
        else if (states.includes('failed')) end(false);
      };
      this.sender.addEventListener('connectionstatechange', look);
      this.receiver.addEventListener('connectionstatechange', look);
    });
  }
}

function pass(from: RTCPeerConnection, to: RTCPeerConnection): void {
  const early: RTCIceCandidate[] = [];
  const add = (candidate: RTCIceCandidate) => void to.addIceCandidate(candidate).catch(() => {});
  from.addEventListener('icecandidate', ({ candidate }) => {
    if (candidate === null) return;
    if (to.remoteDescription === null) early.push(candidate);
    else add(candidate);
  });
  to.addEventListener('signalingstatechange', () => {
    if (to.remoteDescription !== null) early.splice(0).forEach(add);
  });
}

function offered(connection: RTCPeerConnection): RTCSessionDescription {
  if (connection.localDescription === null) throw new Error('the browser described nothing');
  return connection.localDescription;
}

// With relays only, every candidate is a relayed one.
function hasCandidates({ localDescription }: RTCPeerConnection): boolean {
  return localDescription?.sdp.includes('a=candidate:') === true;
}
