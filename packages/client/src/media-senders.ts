import { MEDIA_KINDS } from './local-media.ts';
import type { LocalMedia, MediaKind } from './local-media.ts';
import { applyPlan } from './upload-budget.ts';
import type { SendPlan } from './upload-budget.ts';

/**
 * The two transceivers of a connection, one for sound and one for the picture. They exist from the first offer on and
 * always go both ways, so that a camera that comes later needs no new negotiation: `replaceTrack` does.
 */
export class MediaSenders {
  readonly #connection: RTCPeerConnection;
  readonly #senders: Partial<Record<MediaKind, RTCRtpSender>> = {};
  readonly #fault: (error: unknown) => void;

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
      if (this.#senders[kind] !== undefined || transceiver.mid === null) continue;
      transceiver.direction = 'sendrecv';
      transceiver.sender.setStreams(stream);
      this.#senders[kind] = transceiver.sender;
    }
  }

  /** Makes what is sent equal to what we have. */
  async sync(media: LocalMedia): Promise<void> {
    await Promise.all(
      MEDIA_KINDS.map(async (kind) => {
        const sender = this.#senders[kind];
        const track = media.tracks[kind];
        if (sender === undefined || sender.track === track) return;
        await sender.replaceTrack(track).catch(this.#fault);
      }),
    );
  }

  /**
   * Limits what the picture may take, without touching SDP. A negotiation may bring encodings that did not exist
   * before, so this is called again after each.
   */
  async limit(plan: SendPlan): Promise<void> {
    const sender = this.#senders.video;
    if (sender === undefined) return;
    const parameters = sender.getParameters();
    if (!applyPlan(parameters, plan)) return;
    await sender.setParameters(parameters).catch(this.#fault);
  }
}
