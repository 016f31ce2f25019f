import type { PeerData } from './peer-data.ts';
import type { ChannelMessage } from './channel-messages.ts';
import { readFingerprints } from './fingerprints.ts';
import type { Fingerprints } from './fingerprints.ts';
import { FileExchange } from './files/file-exchange.ts';
import type { IncomingFile } from './files/incoming-file.ts';
import type { OutgoingFile } from './files/outgoing-file.ts';
import { isSending } from './local-media.ts';
import type { LocalMedia } from './local-media.ts';
import { MediaSenders } from './media-senders.ts';
import { Negotiation } from './negotiation.ts';
import { PeerChannel } from './peer-channel.ts';
import { pathAfter } from './peer-path.ts';
import { newcomer } from './peer-view.ts';
import type { PeerView } from './peer-view.ts';
import { PeerWatch } from './peer-watch.ts';
import { isSameQuality } from './quality.ts';
import type { Reading } from './reading.ts';
import { TurnRenewal } from './turn-renewal.ts';
import type { IceGrant } from './turn-renewal.ts';
import { UNLIMITED } from './upload-budget.ts';
import type { PeerPlan } from './upload-budget.ts';

export interface RemotePeerOptions {
  id: string;
  name: string | undefined;
  polite: boolean;
  connection: RTCPeerConnection;
  media: LocalMedia;
  grant: IceGrant;
  /**
   * Carries no tracks of its own; its id tells the other side which tracks to play in step. Undefined where there are
   * to be none, in either direction.
   */
  outgoing: MediaStream | undefined;
  /** Takes the sound and the picture that come. */
  stream: MediaStream;
  /** Takes the screen that comes. */
  screen: MediaStream;
  send: (data: PeerData, isStale?: () => boolean) => void;
  changed: (view: PeerView) => void;
  text: (text: string) => void;
  reaction: (reaction: string) => void;
  reading: (reading: Reading) => void;
  file: (file: IncomingFile) => void;
  askForIce: () => void;
  fault: (step: string, error: unknown) => void;
}

// What a picture wants where nobody set a limit.
const OPEN_TARGET_BPS = 800_000;

/** One other peer: the connection to it, what we send, what it sends. */
export class RemotePeer {
  readonly #options: RemotePeerOptions;
  readonly #negotiation: Negotiation;
  readonly #senders: MediaSenders;
  readonly #watch: PeerWatch;
  readonly #renewal: TurnRenewal;
  readonly #files: FileExchange;
  #channel: PeerChannel | undefined;
  #plan: PeerPlan = UNLIMITED;
  #pictures = 0;
  #sharesScreen = false;
  #view: PeerView;

  constructor(options: RemotePeerOptions) {
    this.#options = options;
    const { id, name, stream, connection, polite, send, fault } = options;
    this.#view = newcomer(id, name, stream);
    this.#watch = new PeerWatch(connection);
    this.#files = new FileExchange(options.file);
    this.#renewal = new TurnRenewal(options.grant, {
      ask: options.askForIce,
      renew: () => void this.#moveToNewCredential(),
    });
    this.#senders = new MediaSenders(connection, (error) => fault('media', error));
    const prepareAnswer = () => this.#adopt();
    this.#negotiation = new Negotiation({ connection, polite, send, prepareAnswer, fault });
    this.#listen(connection);
    // One side alone makes the first offer, so that a call does not begin with a collision.
    if (!polite) this.#create();
  }

  get id(): string {
    return this.#options.id;
  }

  get view(): PeerView {
    return this.#view;
  }

  receive(data: PeerData): void {
    void this.#negotiation.receive(data);
  }

  /** Says something to this peer; false when there is no way yet. */
  say(message: ChannelMessage): boolean {
    return this.#channel?.send(message) ?? false;
  }

  /** Offers a file to this peer, as soon as there is a way. */
  sendFile(blob: Blob, name: string, signal?: AbortSignal): OutgoingFile {
    return this.#files.send(blob, name, signal);
  }

  /** Our tracks changed. */
  async syncMedia(): Promise<void> {
    await this.#senders.sync(this.#options.media);
    this.#sayMedia();
  }

  /** Sends the pictures by this plan from now on. */
  async follow(plan: PeerPlan): Promise<void> {
    const wasActive = this.#plan.video.active;
    this.#plan = plan;
    await this.#senders.limit(plan);
    if (plan.video.active !== wasActive) this.#sayMedia();
  }

  /** Servers and credentials for the paths that are looked for from now on. */
  useIce(configuration: RTCConfiguration, grant: IceGrant): void {
    const { connection } = this.#options;
    if (connection.signalingState === 'closed') return;
    connection.setConfiguration(configuration);
    this.#renewal.offer(grant);
  }

  /** Looks for a new path, for when there is reason to think that the old one is a bad one. */
  restartIce(): void {
    this.#options.connection.restartIce();
  }

  /** What the path is encrypted with; undefined until that is negotiated. */
  get fingerprints(): Fingerprints | undefined {
    const { currentLocalDescription, currentRemoteDescription } = this.#options.connection;
    return readFingerprints(currentLocalDescription, currentRemoteDescription);
  }

  get level(): number | undefined {
    return this.#view.path === 'connected' ? this.#watch.level : undefined;
  }

  /** What goes to this peer, in bits a second. */
  get sentBps(): number {
    return this.#watch.reading?.sentBps ?? 0;
  }

  /** All that the browser knows of the connection. */
  report(): Promise<RTCStatsReport> {
    return this.#options.connection.getStats();
  }

  /** Looks at how good the path is; a change of that is a change of the view. */
  async measure(): Promise<void> {
    const { path, quality } = this.#view;
    if (path === 'connecting' || path === 'ended') return;
    const { active, maxBitrate } = this.#plan.video;
    const target = active ? (maxBitrate ?? OPEN_TARGET_BPS) : undefined;
    try {
      const seen = path === 'interrupted' ? this.#watch.lost() : await this.#watch.look(target);
      if (!isSameQuality(seen, quality)) this.#change({ quality: seen });
      if (this.#watch.reading !== undefined) this.#options.reading(this.#watch.reading);
    } catch (error) {
      this.#options.fault('stats', error);
    }
  }

  close(): void {
    this.#renewal.stop();
    this.#files.close();
    this.#options.connection.close();
  }

  // The other side does the same for what it relays itself.
  async #moveToNewCredential(): Promise<void> {
    try {
      if (await this.#watch.isRelayed()) this.restartIce();
    } catch (error) {
      this.#options.fault('stats', error);
    }
  }

  #create(): void {
    const { outgoing } = this.#options;
    if (outgoing !== undefined) this.#senders.create(outgoing);
    this.#openChannel();
    void this.#senders.sync(this.#options.media);
  }

  async #adopt(): Promise<void> {
    this.#senders.adopt(this.#options.outgoing);
    this.#openChannel();
    await this.#senders.sync(this.#options.media);
  }

  #openChannel(): void {
    if (this.#channel !== undefined) return;
    this.#channel = new PeerChannel(this.#options.connection, {
      opened: () => this.#channelOpened(),
      heard: (message) => this.#heard(message),
      closed: () => this.#channelClosed(),
    });
    // Files have a channel of their own, so that a word never waits behind a gigabyte.
    this.#files.attach(this.#options.connection.createDataChannel('files', { negotiated: true, id: 1 }));
  }

  #channelOpened(): void {
    this.#sayMedia();
    if (this.#options.media.hand) this.say({ type: 'hand', raised: true });
    this.#change({ hears: true });
  }

  // On a path that works it was the other side that closed the channel, and with it the connection. On one that does
  // not, the channel only ran out of patience.
  #channelClosed(): void {
    const isEnded = this.#options.connection.connectionState === 'connected';
    this.#change({ hears: false, ...(isEnded && { path: 'ended' }) });
  }

  #sayMedia(): void {
    const { media } = this.#options;
    const { active } = this.#plan.video;
    const video = isSending(media, 'video');
    const screen = isSending(media, 'screen');
    const audio = isSending(media, 'audio');
    this.say({ type: 'media', audio, video: video && active, screen, held: video && !active });
  }

  #heard(message: ChannelMessage): void {
    switch (message.type) {
      case 'text':
        return this.#options.text(message.text);
      case 'reaction':
        return this.#options.reaction(message.reaction);
      case 'hand':
        return this.#change({ hand: message.raised });
      case 'media': {
        const { audio, video, held } = message;
        this.#sharesScreen = message.screen;
        return this.#change({ audio, video, held, screen: this.#screenNow() });
      }
      default:
        return message satisfies never;
    }
  }

  // The picture of the camera comes first; a second one is a screen.
  #arrived(track: MediaStreamTrack): void {
    const isPicture = track.kind === 'video';
    const isScreen = isPicture && this.#pictures > 0;
    if (isPicture) this.#pictures += 1;
    (isScreen ? this.#options.screen : this.#view.stream).addTrack(track);
    this.#change({ screen: this.#screenNow() });
  }

  // The word of it comes sooner than the track, and stays for another screen after the first.
  #screenNow(): MediaStream | undefined {
    return this.#sharesScreen && this.#pictures > 1 ? this.#options.screen : undefined;
  }

  #listen(connection: RTCPeerConnection): void {
    connection.addEventListener('track', ({ track }) => this.#arrived(track));
    connection.addEventListener('connectionstatechange', () => this.#pathChanged(connection));
    connection.addEventListener('signalingstatechange', () => {
      if (connection.signalingState === 'stable') void this.#senders.limit(this.#plan);
    });
  }

  #pathChanged(connection: RTCPeerConnection): void {
    if (this.#view.path === 'ended') return;
    const before = this.#view;
    const path = pathAfter(before.path, connection.connectionState);
    let restarts = path === 'connected' ? 0 : before.restarts;
    if (connection.connectionState === 'failed') {
      connection.restartIce();
      restarts += 1;
    }
    if (path !== before.path || restarts !== before.restarts) this.#change({ path, restarts });
  }

  #change(change: Partial<PeerView>): void {
    this.#view = { ...this.#view, ...change };
    this.#options.changed(this.#view);
  }
}
