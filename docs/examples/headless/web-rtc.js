// What @parley/client needs of WebRTC, by node-datachannel. Its polyfill has the names of the W3C's text, but negotiates
// in a way of its own: offers and answers are made where a channel or an offer asks for them, and set at once.
import { PeerConnection } from 'node-datachannel';
import { RTCPeerConnection } from 'node-datachannel/polyfill';
import { libdatachannelServers } from '../node-datachannel/ice-servers.js';

class Connection extends RTCPeerConnection {
  #native;
  #isOffered = false;
  #held = [];

  constructor({ iceServers = [], iceTransportPolicy = 'all' }) {
    // The polyfill puts credentials into addresses, where a colon in a name is in the way.
    const native = new PeerConnection('parley', {
      iceServers: libdatachannelServers(iceServers),
      iceTransportPolicy,
    });
    super({ iceServers, iceTransportPolicy, peerConnection: native });
    this.#native = native;
  }

  get localDescription() {
    const description = this.#native.localDescription();
    return description && { ...description, sdp: description.sdp.replace(/^a=candidate:.*\r\n/gm, '') };
  }

  get remoteDescription() {
    return this.#native.remoteDescription();
  }

  // The first channel makes an offer, unless one has been answered; nothing that comes later needs another.
  createDataChannel(label, options) {
    const channel = tolerant(super.createDataChannel(label, options));
    if (this.signalingState === 'have-local-offer' && !this.#isOffered) {
      this.#isOffered = true;
      queueMicrotask(() => this.dispatchEvent(new Event('negotiationneeded')));
    }
    return channel;
  }

  // What is due has been set already.
  async setLocalDescription() {}

  // libdatachannel begins with DTLS as soon as there is a way, be it that it has not read the answer's fingerprint yet,
  // and then takes the certificate for a wrong one (its pull request 1612). So the other side is to hear of no way before
  // its answer is in place.
  dispatchEvent(event) {
    if (event.type !== 'icecandidate' || this.signalingState === 'stable') return super.dispatchEvent(event);
    this.#held.push(event);
    return true;
  }

  async setRemoteDescription(description) {
    await super.setRemoteDescription(description);
    for (const event of this.#held.splice(0)) super.dispatchEvent(event);
  }

  getReceivers() {
    return [];
  }

  // libdatachannel can't: a path that failed stays so until the peer joins anew.
  restartIce() {}
}

// Its events come a turn late: a channel that says it is open may be closed by now, and `close` is on its way.
function tolerant(channel) {
  const send = channel.send.bind(channel);
  channel.send = (data) => {
    try {
      send(data);
    } catch (error) {
      if (!/closed|Sending failed/.test(error.message)) throw error;
    }
  };
  return channel;
}

/** Options for `join`. A peer's `stream` has no tracks, and is none. */
export const webRtc = {
  dataOnly: true,
  peerConnection: (configuration) => new Connection(configuration),
  mediaStream: () => new EventTarget(),
};
