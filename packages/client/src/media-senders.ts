import { MEDIA_KINDS } from './local-media.ts';
import type { LocalMedia, MediaKind } from './local-media.ts';
import { applyPlan } from './upload-budget.ts';
import type { PeerPlan, SendPlan } from './upload-budget.ts';

/**
 * The two transceivers of a connection, one for sound and one for the picture. They exist from the first offer on and
 * always go both ways, so that a camera that comes later needs no new negotiation: `replaceTrack` does. A third, for a
 * screen, comes with the first screen that is shared and stays; it goes one way, so that two who share at once need not
 * agree on whose it is.
 */
export class MediaSenders {
  readonly #connection: RTCPeerConnection;
  readonly #senders: Partial<Record<MediaKind, RTCRtpSender>> = {};
  readonly #fault: (error: unknown) => void;
  #screen: RTCRtpSender | undefined;

  constructor(connection: RTCPeerConnection, fault: (error: unknown) => void) {
    this.#connection = connection;
    this.#fault = fault;
  }

  /** For the side that offers. */
  create(stream: MediaStream): void {
    for (const kind of MEDIA_KINDS) {
      const transceiver = this.#connection.addTransceiver(kind, { direction: 'sendrecv', streams: [stream] });
      this.#senders[kind] = transceiver.sender;
    }
  }

  /**
   * For the side that answers: takes over the transceivers that came with the offer. Transceivers of our own would
   * not be matched with them (RFC 8829 section 5.10 does that for addTrack only) and double the media sections. Without
   * a stream they are refused.
   */
  adopt(stream: MediaStream | undefined): void {
    for (const transceiver of this.#connection.getTransceivers()) {
      if (stream === undefined) {
        transceiver.direction = 'inactive';
        continue;
      }
      const kind = transceiver.receiver.track.kind === 'audio' ? 'audio' : 'video';
      // What comes beside the camera is a screen: we take it and send nothing back.
      if (this.#senders[kind] !== undefined || transceiver.mid === null) continue;
      transceiver.direction = 'sendrecv';
      transceiver.sender.setStreams(stream);
      this.#senders[kind] = transceiver.sender;
    }
  }

  /** Makes what is sent equal to what we have. */
  async sync(media: LocalMedia): Promise<void> {
    const { audio, video, screen } = media.tracks;
    await Promise.all([
      this.#replace(this.#senders.audio, audio),
      this.#replace(this.#senders.video, video),
      this.#share(screen),
    ]);
  }

  /**
   * Limits what the pictures may take, without touching SDP. A negotiation may bring encodings that did not exist
   * before, so this is called again after each.
   */
  async limit({ video, screen }: PeerPlan): Promise<void> {
    await this.#limit(this.#senders.video, video);
    await this.#limit(this.#screen, screen);
  }

  async #share(track: MediaStreamTrack | null): Promise<void> {
    // The camera's place comes first; who has none for it is sent no screen either.
    if (this.#screen !== undefined || track === null || this.#senders.video === undefined)
      return this.#replace(this.#screen, track);
    this.#screen = this.#connection.addTransceiver(track, { direction: 'sendonly' }).sender;
  }

  async #replace(sender: RTCRtpSender | undefined, track: MediaStreamTrack | null): Promise<void> {
    if (sender === undefined || sender.track === track) return;
    await sender.replaceTrack(track).catch(this.#fault);
  }

  async #limit(sender: RTCRtpSender | undefined, plan: SendPlan): Promise<void> {
    if (sender === undefined) return;
    const parameters = sender.getParameters();
    if (!applyPlan(parameters, plan)) return;
    await sender.setParameters(parameters).catch(this.#fault);
  }
}
