import { parseChannelMessage } from './channel-messages.ts';
import type { ChannelMessage } from './channel-messages.ts';

export interface PeerChannelHandlers {
  opened: () => void;
  heard: (message: ChannelMessage) => void;
  /** The other side closed its connection; it will not come back on this one. */
  closed: () => void;
}

/** The data channel between two peers. Both make it by themselves, under the same number, so that neither waits. */
export class PeerChannel {
  readonly #channel: RTCDataChannel;

  constructor(connection: RTCPeerConnection, handlers: PeerChannelHandlers) {
    this.#channel = connection.createDataChannel('chat', { negotiated: true, id: 0 });
    this.#channel.addEventListener('open', () => handlers.opened());
    this.#channel.addEventListener('close', () => handlers.closed());
    this.#channel.addEventListener('message', (event) => {
      const message = parseChannelMessage(event.data);
      if (message !== undefined) handlers.heard(message);
    });
  }

  /** False when the channel is not open, or takes no more on a path that is away; the message is then dropped. */
  send(message: ChannelMessage): boolean {
    if (this.#channel.readyState !== 'open') return false;
    try {
      this.#channel.send(JSON.stringify(message));
      return true;
    } catch {
      // Its buffer is full (W3C WebRTC section 6.2).
      return false;
    }
  }
}
