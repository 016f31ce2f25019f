import { Delivery } from './delivery.ts';
import type { DeliveryEvents, Fate } from './delivery.ts';
import { emptyLocalMedia } from './local-media.ts';
import type { LocalMedia, MediaKind } from './local-media.ts';
import type { ByeReason, IceServer, Joined, PeerInfo } from './messages.ts';
import { readPeerData } from './peer-data.ts';
import { RemotePeer } from './remote-peer.ts';
import type { PeerView } from './remote-peer.ts';
import { SignalingConnection } from './signaling-connection.ts';
import type { SignalingOptions } from './signaling-connection.ts';
import type { JoinReply, SignalingState } from './signaling-events.ts';
import { TypedEvents } from './typed-events.ts';

export interface MeshOptions extends SignalingOptions {
  /** `relay` sends everything through TURN. */
  iceTransportPolicy?: RTCIceTransportPolicy | undefined;
  peerConnection?: ((configuration: RTCConfiguration) => RTCPeerConnection) | undefined;
}

export interface MeshEvents {
  /** Our own place in the room; again, with a new id, after a fresh join. */
  joined: { id: string; capacity: number };
  signaling: SignalingState;
  /** A peer came, or something about it changed. */
  peer: PeerView;
  gone: { id: string; name: string | undefined; reason: ByeReason };
  text: { from: PeerView; text: string };
  /** A peer sent this to us. */
  message: { from: string; data: unknown };
  /** Something went wrong that the person need not know of; for logs and tests. Never holds SDP or candidates. */
  fault: { peer: string; step: string; error: unknown };
}

/** A call in which everybody has a connection to everybody. */
export class Mesh extends TypedEvents<MeshEvents> {
  readonly #options: MeshOptions;
  readonly #signaling: SignalingConnection;
  readonly #delivery: Delivery;
  readonly #peers = new Map<string, RemotePeer>();
  readonly #media: LocalMedia = emptyLocalMedia();
  readonly #outgoing = new MediaStream();
  #id = '';
  #iceServers: IceServer[] = [];

  constructor(options: MeshOptions) {
    super();
    this.#options = options;
    this.#signaling = new SignalingConnection(options);
    this.#delivery = new Delivery(this.#signaling);
    this.#listen();
  }

  join(room: string, name?: string): Promise<JoinReply> {
    return this.#signaling.join(room, name);
  }

  /** Ends everything; this object is then used up. */
  leave(): void {
    this.#signaling.leave();
    for (const peer of this.#peers.values()) peer.close();
    this.#peers.clear();
  }

  /** For when the machine may have slept or the network changed: finds out now, not when time is up. */
  wake(): void {
    this.#signaling.retryNow();
    this.#signaling.probe();
  }

  /** Sends this camera or microphone from now on, or nothing. */
  async setTrack(kind: MediaKind, track: MediaStreamTrack | null): Promise<void> {
    this.#media.tracks[kind] = track;
    await this.#forAll((peer) => peer.syncMedia());
  }

  /** Mutes or unmutes; the device stays ours, so that the way back is instant. */
  async setEnabled(kind: MediaKind, enabled: boolean): Promise<void> {
    const track = this.#media.tracks[kind];
    if (track === null) return;
    track.enabled = enabled;
    await this.#forAll((peer) => peer.syncMedia());
  }

  /** The most that the picture may take towards each peer, in bits a second; null for no limit. */
  async setMaxVideoBitrate(bitsPerSecond: number | null): Promise<void> {
    this.#media.maxVideoBitrate = bitsPerSecond;
    await this.#forAll((peer) => peer.syncLimit());
  }

  /**
   * Sends any JSON to a peer, exactly once and in order, through any fault short of its `gone`. Resolves with what
   * became of it. Throws where it is no JSON, or too long.
   */
  send(to: string, data: unknown): Promise<Fate> {
    return this.#delivery.send(to, data);
  }

  /** Says a text to everybody and gives the number of peers it went to. */
  say(text: string): number {
    let reached = 0;
    for (const peer of this.#peers.values()) if (peer.say(text)) reached += 1;
    return reached;
  }

  async #forAll(act: (peer: RemotePeer) => Promise<void>): Promise<void> {
    await Promise.all([...this.#peers.values()].map(act));
  }

  #listen(): void {
    const signaling = this.#signaling;
    signaling.on('state', (state) => this.emit('signaling', state));
    signaling.on('resumed', ({ iceServers }) => this.#useIce(iceServers));
    signaling.on('ice', ({ iceServers }) => this.#useIce(iceServers));
    const delivery = this.#delivery;
    delivery.on('joined', (joined) => this.#joined(joined));
    delivery.on('otherjoin', (peer) => this.#connect(peer));
    delivery.on('bye', ({ id, reason }) => this.#remove(id, reason));
    delivery.on('message', (message) => this.#message(message));
  }

  // A fresh join gives us a new id, under which everybody connects to us anew: what was there is replaced. Until this
  // moment the old connections have carried the call on.
  #joined(joined: Joined): void {
    this.#id = joined.id;
    this.#iceServers = joined.iceServers;
    this.emit('joined', { id: joined.id, capacity: joined.capacity });
    const here = new Set(joined.peers.map((peer) => peer.id));
    for (const [id, peer] of this.#peers) {
      if (here.has(id)) peer.close();
      else this.#remove(id, 'lost');
    }
    for (const peer of joined.peers) this.#connect(peer);
  }

  #connect({ id, name }: PeerInfo): void {
    const peer: RemotePeer = new RemotePeer({
      id,
      name,
      polite: this.#id < id,
      connection: this.#open(),
      media: this.#media,
      outgoing: this.#outgoing,
      send: (data, isStale) => this.#delivery.sendOwn(id, data, isStale),
      // A connection that was replaced may still have something to say; nobody needs to hear it.
      changed: (view) => this.#peers.get(id) === peer && this.emit('peer', view),
      text: (text) => this.emit('text', { from: peer.view, text }),
      fault: (step, error) => this.emit('fault', { peer: id, step, error }),
    });
    this.#peers.set(id, peer);
    this.emit('peer', peer.view);
  }

  #remove(id: string, reason: ByeReason): void {
    const peer = this.#peers.get(id);
    if (peer === undefined) return;
    this.#peers.delete(id);
    peer.close();
    this.emit('gone', { id, name: peer.view.name, reason });
  }

  #message({ from, data, app }: DeliveryEvents['message']): void {
    const signal = app ? undefined : readPeerData(data);
    if (signal === undefined) this.emit('message', { from, data });
    else this.#peers.get(from)?.receive(signal);
  }

  #useIce(iceServers: IceServer[]): void {
    this.#iceServers = iceServers;
    for (const peer of this.#peers.values()) peer.useIce(this.#configuration());
  }

  #configuration(): RTCConfiguration {
    const { iceTransportPolicy } = this.#options;
    return { iceServers: this.#iceServers, ...(iceTransportPolicy && { iceTransportPolicy }) };
  }

  // The global is looked up at each call, so that a page or a test may wrap it.
  #open(): RTCPeerConnection {
    const open = this.#options.peerConnection ?? ((configuration) => new RTCPeerConnection(configuration));
    return open(this.#configuration());
  }
}
