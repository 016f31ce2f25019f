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
import { PeerWatch } from './peer-watch.ts';
import { UNKNOWN_QUALITY } from './quality.ts';
import type { Quality } from './quality.ts';
import { TurnRenewal } from './turn-renewal.ts';
import type { IceGrant } from './turn-renewal.ts';

/**
 * The path to a peer. `interrupted` may come back by itself; `ended` does not: the other side has closed it, and a
 * `bye` or a new connection is on its way.
 */
export type PeerPath = 'connecting' | 'connected' | 'interrupted' | 'ended';

/** A peer as the page sees it; a new object with each change. */
export interface PeerView {
  id: string;
  name: string | undefined;
  path: PeerPath;
  /** How often a new path was looked for since there was one last; 0 while the old one may yet come back. */
  restarts: number;
  /** Whether a text said now reaches it, or will once its path is back. */
  hears: boolean;
  /** Holds the peer's tracks from the first negotiation on, whether anything comes or not. */
  stream: MediaStream;
  /** Whether the peer says that it sends sound, and a picture. */
  audio: boolean;
  video: boolean;
  quality: Quality;
}

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
  /** Takes the tracks that come. */
  stream: MediaStream;
  send: (data: PeerData, isStale?: () => boolean) => void;
  changed: (view: PeerView) => void;
  text: (text: string) => void;
  file: (file: IncomingFile) => void;
  askForIce: () => void;
  fault: (step: string, error: unknown) => void;
}

/** One other peer: the connection to it, what we send, what it sends. */
export class RemotePeer {
  readonly #options: RemotePeerOptions;
  readonly #negotiation: Negotiation;
  readonly #senders: MediaSenders;
  readonly #watch: PeerWatch;
  readonly #renewal: TurnRenewal;
  readonly #files: FileExchange;
  #channel: PeerChannel | undefined;
  #view: PeerView;

  constructor(options: RemotePeerOptions) {
    this.#options = options;
    const { id, name, stream, connection, polite, send, fault } = options;
    const { quality } = UNKNOWN_QUALITY;
    this.#view = {
      id,
      name,
      path: 'connecting',
      restarts: 0,
      hears: false,
      stream,
      audio: false,
      video: false,
      quality,
    };
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

  /** Says a text to this peer; false when there is no way yet. */
  say(text: string): boolean {
    return this.#channel?.send({ type: 'text', text }) ?? false;
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

  async syncLimit(): Promise<void> {
    await this.#senders.limit(this.#options.media.plan);
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

  get sentBps(): number {
    return this.#watch.sentBps;
  }

  /** Looks at how good the path is; a change of that is a change of the view. */
  async measure(): Promise<void> {
    const { path, quality } = this.#view;
    if (path === 'connecting' || path === 'ended') return;
    const { maxBitrate } = this.#options.media.plan;
    try {
      const seen =
        path === 'interrupted' ? this.#watch.lost() : await this.#watch.look(maxBitrate ?? undefined);
      if (!isSame(seen, quality)) this.#change({ quality: seen });
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
    this.#channel?.send({
      type: 'media',
      audio: isSending(media, 'audio'),
      video: isSending(media, 'video'),
    });
  }

  #heard(message: ChannelMessage): void {
    if (message.type === 'text') this.#options.text(message.text);
    else this.#change({ audio: message.audio, video: message.video });
  }

  #listen(connection: RTCPeerConnection): void {
    connection.addEventListener('track', ({ track }) => {
      this.#view.stream.addTrack(track);
      this.#change({});
    });
    connection.addEventListener('connectionstatechange', () => this.#pathChanged(connection));
    connection.addEventListener('signalingstatechange', () => {
      if (connection.signalingState === 'stable') void this.syncLimit();
    });
  }

  #pathChanged(connection: RTCPeerConnection): void {
    if (this.#view.path === 'ended') return;
    const before = this.#view;
    const path = pathOf(connection.connectionState, before.path);
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

function pathOf(state: RTCPeerConnectionState, before: PeerPath): PeerPath {
  switch (state) {
    case 'connected':
      return 'connected';
    case 'disconnected':
    case 'failed':
      return before === 'connecting' ? 'connecting' : 'interrupted';
    case 'closed':
      return 'ended';
    case 'new':
    case 'connecting':
      return before;
    default:
      return state satisfies never;
  }
}

function isSame(one: Quality, other: Quality): boolean {
  return one.level === other.level && one.reason === other.reason && one.path === other.path;
}
