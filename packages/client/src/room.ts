import type { ChannelMessage } from './channel-messages.ts';
import { Delivery } from './delivery.ts';
import type { DeliveryEvents, Fate } from './delivery.ts';
import type { Fingerprints } from './fingerprints.ts';
import { nobodysFile } from './files/outgoing-file.ts';
import type { OutgoingFile } from './files/outgoing-file.ts';
import { configurationOf, grantOf } from './ice-grant.ts';
import { emptyLocalMedia } from './local-media.ts';
import type { LocalMedia, TrackKind } from './local-media.ts';
import type { ByeReason, Ice, Joined, PeerInfo } from './messages.ts';
import { readPeerData } from './peer-data.ts';
import { RemotePeer } from './remote-peer.ts';
import type { PeerView } from './peer-view.ts';
import { SignalingConnection } from './signaling-connection.ts';
import type { JoinReply, SignalingState } from './signaling-events.ts';
import type { RoomEvents, RoomOptions, SendFileOptions } from './room-events.ts';
import { watchRoom } from './room-watch.ts';
import type { IceGrant } from './turn-renewal.ts';
import { TypedEvents } from './typed-events.ts';
import { UploadLimits } from './upload-limits.ts';

/** A call in which everybody has a connection to everybody. */
export class Room extends TypedEvents<RoomEvents> {
  readonly #options: RoomOptions;
  readonly #signaling: SignalingConnection;
  readonly #delivery: Delivery;
  readonly #peers = new Map<string, RemotePeer>();
  readonly #media: LocalMedia = emptyLocalMedia();
  readonly #outgoing: MediaStream | undefined;
  #id = '';
  #grant: IceGrant = { servers: [], grantedAt: 0, ttlMs: 0 };
  readonly #limits = new UploadLimits();
  readonly #stopWatching: () => void;

  constructor(options: RoomOptions) {
    super();
    this.#options = options;
    this.#outgoing = options.dataOnly === true ? undefined : this.#stream();
    this.#signaling = new SignalingConnection(options);
    this.#delivery = new Delivery(this.#signaling);
    this.#stopWatching = watchRoom({
      peers: () => this.#peers.values(),
      measured: (sentBps) => {
        if (this.#peers.size > 0)
          this.emit('upload', { sentBps, budgetBps: this.#limits.budgetBps, peers: this.#peers.size });
      },
      speaker: (id) => this.emit('speaker', { id }),
    });
    this.#listen();
  }

  /** Our own id; another one after each fresh join. */
  get id(): string {
    return this.#id;
  }

  /** All others, as they are now. */
  get peers(): PeerView[] {
    return [...this.#peers.values()].map(({ view }) => view);
  }

  /** By which an operator finds this visit in the logs of all nodes. */
  get trace(): string {
    return this.#signaling.trace;
  }

  get state(): SignalingState {
    return this.#signaling.state;
  }

  override on<K extends keyof RoomEvents>(type: K, listener: (event: RoomEvents[K]) => void): () => void {
    const off = super.on(type, listener);
    // Whoever begins to listen once the room is joined would miss those who were there before.
    if (type === 'peer') for (const view of this.peers) listener(view as RoomEvents[K]);
    return off;
  }

  /** Resolves with the first answer; `cancelled` where `signal` aborts before it. */
  join(room: string, name?: string, signal?: AbortSignal): Promise<JoinReply> {
    return this.#signaling.join(room, name, signal);
  }

  /** Ends everything; this object is then used up. */
  leave(): void {
    this.#stopWatching();
    this.#signaling.leave();
    for (const peer of this.#peers.values()) peer.close();
    this.#peers.clear();
  }

  /** For when the machine may have slept or the network changed: finds out now, not when time is up: `alive`, or `away`. */
  wake(): void {
    this.#signaling.retryNow();
    this.#signaling.probe();
  }

  /** Sends this microphone, camera or screen from now on, or nothing. */
  async setTrack(kind: TrackKind, track: MediaStreamTrack | null): Promise<void> {
    this.#media.tracks[kind] = track;
    await this.#showMedia();
  }

  /** Mutes or unmutes; the device stays ours, so that the way back is instant. */
  async setEnabled(kind: TrackKind, enabled: boolean): Promise<void> {
    const track = this.#media.tracks[kind];
    if (track === null) return;
    track.enabled = enabled;
    await this.#showMedia();
  }

  /** Sends the first sound and the first picture of a stream from now on. */
  async setMedia(stream: MediaStream): Promise<void> {
    await this.setTrack('audio', stream.getAudioTracks()[0] ?? null);
    await this.setTrack('video', stream.getVideoTracks()[0] ?? null);
  }

  /**
   * The most that the pictures may take towards each peer, or towards one, in bits a second: null for no limit, 0 for
   * sound alone. For one peer, undefined is again what holds for all.
   */
  async setMaxVideoBitrate(bitsPerSecond: number | null): Promise<void>;
  async setMaxVideoBitrate(bitsPerSecond: number | null | undefined, to: string): Promise<void>;
  async setMaxVideoBitrate(bitsPerSecond: number | null | undefined, to?: string): Promise<void> {
    if (to === undefined) this.#limits.setEach(bitsPerSecond ?? null);
    else this.#limits.setOwn(to, bitsPerSecond);
    await this.#share();
  }

  /** The most that all we send may take, in bits a second; shared over the peers, sound first. Null for no limit. */
  async setUploadBudget(bitsPerSecond: number | null): Promise<void> {
    this.#limits.budgetBps = bitsPerSecond;
    await this.#share();
  }

  /** Looks for new paths to all peers, or to one. What flows goes on over the old ones until then. */
  restartIce(to?: string): void {
    for (const [id, peer] of this.#peers) if (to === undefined || to === id) peer.restartIce();
  }

  /**
   * What the path to a peer is encrypted with. Two people who find the same two on both sides know that nobody stands
   * between them. Undefined until it is negotiated.
   */
  fingerprints(id: string): Fingerprints | undefined {
    return this.#peers.get(id)?.fingerprints;
  }

  /**
   * Sends any JSON to a peer, exactly once and in order, through any fault short of its `gone`. Resolves with what
   * became of it. Throws where it is no JSON, or too long.
   */
  send(to: string, data: unknown): Promise<Fate> {
    return this.#delivery.send(to, data);
  }

  /**
   * Offers a file to a peer, which may accept or refuse it. It goes over the peers' own path, however large it is, and
   * goes on where it was when that path changes.
   */
  sendFile(to: string, blob: Blob, options: SendFileOptions = {}): OutgoingFile {
    const { name = blob instanceof File ? blob.name : 'file', signal } = options;
    return this.#peers.get(to)?.sendFile(blob, name, signal) ?? nobodysFile(blob, name);
  }

  /** Says a text to everybody and gives the number of peers it went to. */
  say(text: string): number {
    return this.#sayAll({ type: 'text', text });
  }

  /** Shows everybody a sign for a moment, such as an emoji, and gives the number of peers it went to. */
  react(reaction: string): number {
    return this.#sayAll({ type: 'reaction', reaction });
  }

  /** Raises a hand, which those see too who come later, or takes it down. */
  setHand(raised: boolean): void {
    this.#media.hand = raised;
    this.#sayAll({ type: 'hand', raised });
  }

  /** How loud each peer is right now, 0 to 1. */
  get levels(): ReadonlyMap<string, number> {
    return new Map([...this.#peers.values()].map(({ id, level }) => [id, level ?? 0]));
  }

  /** All that the browser knows of the connection to a peer: addresses too, which are nobody else's business. */
  async report(of: string): Promise<RTCStatsReport | undefined> {
    return this.#peers.get(of)?.report();
  }

  #sayAll(message: ChannelMessage): number {
    return [...this.#peers.values()].filter((peer) => peer.say(message)).length;
  }

  async #showMedia(): Promise<void> {
    await this.#forAll((peer) => peer.syncMedia());
    await this.#share();
  }

  // With each peer more, each gets less.
  async #share(): Promise<void> {
    const plans = this.#limits.planFor([...this.#peers.keys()], this.#media);
    await this.#forAll(async (peer, index) => {
      const plan = plans[index];
      if (plan !== undefined) await peer.follow(plan);
    });
  }

  async #forAll(act: (peer: RemotePeer, index: number) => Promise<void>): Promise<void> {
    await Promise.all([...this.#peers.values()].map(act));
  }

  #listen(): void {
    const signaling = this.#signaling;
    signaling.on('state', (state) => this.emit('state', state));
    signaling.on('resumed', (resumed) => this.#useIce(resumed));
    signaling.on('ice', (ice) => this.#useIce(ice));
    signaling.on('alive', () => this.emit('alive', undefined));
    signaling.on('error', (error) => this.emit('error', error));
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
    this.#grant = grantOf(joined);
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
      grant: this.#grant,
      askForIce: () => void this.#signaling.requestIce(),
      outgoing: this.#outgoing,
      stream: this.#stream(),
      screen: this.#stream(),
      send: (data, isStale) => this.#delivery.sendOwn(id, data, isStale),
      // A connection that was replaced may still have something to say; nobody needs to hear it.
      changed: (view) => this.#peers.get(id) === peer && this.emit('change', view),
      file: (file) => this.emit('file', { from: peer.view, file }),
      text: (text) => this.emit('text', { from: peer.view, text }),
      reaction: (reaction) => this.emit('reaction', { from: peer.view, reaction }),
      reading: (reading) => this.emit('reading', { peer: id, reading }),
      fault: (step, error) => this.emit('fault', { peer: id, step, error }),
    });
    this.#peers.set(id, peer);
    this.emit('peer', peer.view);
    void this.#share();
  }

  #remove(id: string, reason: ByeReason): void {
    const peer = this.#peers.get(id);
    if (peer === undefined) return;
    this.#peers.delete(id);
    this.#limits.setOwn(id, undefined);
    peer.close();
    void this.#share();
    this.emit('gone', { id, name: peer.view.name, reason });
  }

  #message({ from, data, app }: DeliveryEvents['message']): void {
    const signal = app ? undefined : readPeerData(data);
    if (signal === undefined) this.emit('message', { from, data });
    else this.#peers.get(from)?.receive(signal);
  }

  #useIce(ice: Pick<Ice, 'iceServers' | 'iceTtlMs'>): void {
    this.#grant = grantOf(ice);
    const configuration = configurationOf(this.#grant, this.#options.iceTransportPolicy);
    for (const peer of this.#peers.values()) peer.useIce(configuration, this.#grant);
  }

  #stream(): MediaStream {
    return this.#options.mediaStream?.() ?? new MediaStream();
  }

  // The global is looked up at each call, so that a page or a test may wrap it.
  #open(): RTCPeerConnection {
    const open = this.#options.peerConnection ?? ((configuration) => new RTCPeerConnection(configuration));
    return open(configurationOf(this.#grant, this.#options.iceTransportPolicy));
  }
}
