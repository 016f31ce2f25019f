import type { PeerData } from './peer-data.ts';
import { describe, expect, it } from 'vitest';
import { Negotiation } from './negotiation.ts';

/** Just enough of an RTCPeerConnection to see in which order it is used; each step takes a turn of the event loop. */
class FakeConnection extends EventTarget {
  signalingState: RTCSignalingState = 'stable';
  localDescription: RTCSessionDescriptionInit | null = null;
  remoteDescription: RTCSessionDescriptionInit | null = null;
  readonly calls: string[] = [];

  async setLocalDescription(): Promise<void> {
    await turn();
    const type = this.signalingState === 'have-remote-offer' ? 'answer' : 'offer';
    this.localDescription = { type, sdp: `${type} of mine` };
    this.signalingState = type === 'offer' ? 'have-local-offer' : 'stable';
    this.calls.push(`local ${type}`);
  }

  async setRemoteDescription(description: RTCSessionDescriptionInit): Promise<void> {
    await turn();
    if (description.type === 'answer' && this.signalingState !== 'have-local-offer') {
      throw new Error('no offer to answer');
    }
    if (description.type === 'offer' && this.signalingState === 'have-local-offer')
      this.calls.push('rollback');
    this.remoteDescription = description;
    this.signalingState = description.type === 'offer' ? 'have-remote-offer' : 'stable';
    this.calls.push(`remote ${description.type}`);
  }

  async addIceCandidate({ candidate }: RTCIceCandidateInit): Promise<void> {
    await turn();
    if (this.remoteDescription === null) throw new Error('no remote description');
    this.calls.push(`candidate ${candidate}`);
  }
}

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
const offer: PeerData = { type: 'offer', sdp: 'offer of theirs' };
const answer: PeerData = { type: 'answer', sdp: 'answer of theirs' };
const candidate = (name: string): PeerData => ({ type: 'candidate', candidate: name, sdpMid: '0' });

function negotiate(polite: boolean) {
  const connection = new FakeConnection();
  const sent: string[] = [];
  const faults: string[] = [];
  const stale: (() => boolean)[] = [];
  const negotiation = new Negotiation({
    connection: connection as unknown as RTCPeerConnection,
    polite,
    send: (data, isStale) => {
      sent.push(data.type);
      stale.push(isStale ?? (() => false));
    },
    prepareAnswer: async () => void connection.calls.push('prepare'),
    fault: (step) => void faults.push(step),
  });
  const receiveAll = (...signals: PeerData[]) =>
    Promise.all(signals.map((signal) => negotiation.receive(signal)));
  const needNegotiation = () => connection.dispatchEvent(new Event('negotiationneeded'));
  return { connection, sent, stale, faults, receiveAll, needNegotiation };
}

describe('Negotiation', () => {
  it('answers an offer, having attached what it sends', async () => {
    const { connection, sent, receiveAll } = negotiate(true);
    await receiveAll(offer);
    expect(connection.calls).toEqual(['remote offer', 'prepare', 'local answer']);
    expect(sent).toEqual(['answer']);
  });

  it('keeps candidates until there is a description, and their order', async () => {
    const { connection, faults, receiveAll } = negotiate(true);
    await receiveAll(candidate('a'), candidate('b'), offer, candidate('c'));
    expect(connection.calls.filter((call) => call.startsWith('candidate'))).toEqual([
      'candidate a',
      'candidate b',
      'candidate c',
    ]);
    expect(faults).toEqual([]);
  });

  it('takes its own offer back when it is polite and two collide', async () => {
    const { connection, sent, receiveAll, needNegotiation } = negotiate(true);
    needNegotiation();
    await turn();
    await receiveAll(offer, candidate('a'));
    expect(connection.calls).toEqual([
      'local offer',
      'rollback',
      'remote offer',
      'prepare',
      'local answer',
      'candidate a',
    ]);
    expect(sent).toEqual(['offer', 'answer']);
  });

  it('ignores a colliding offer and its candidates when it is not polite', async () => {
    const { connection, sent, faults, receiveAll, needNegotiation } = negotiate(false);
    needNegotiation();
    await receiveAll(offer, candidate('of the ignored offer'), answer, candidate('a'));
    expect(connection.calls).toEqual(['local offer', 'remote answer', 'candidate a']);
    expect(sent).toEqual(['offer']);
    expect(faults).toEqual([]);
  });

  it('tries a candidate that comes beside an ignored offer, which may be one of the path there is', async () => {
    const { connection, faults, receiveAll, needNegotiation } = negotiate(false);
    await receiveAll(offer);
    needNegotiation();
    await receiveAll(offer, candidate('a'));
    expect(connection.calls).toEqual([
      'remote offer',
      'prepare',
      'local answer',
      'local offer',
      'candidate a',
    ]);
    expect(faults).toEqual([]);
  });

  it('has no use any more for an offer that was answered, taken back or followed by another', async () => {
    const answered = negotiate(false);
    answered.needNegotiation();
    await turn();
    expect(answered.stale[0]?.()).toBe(false);
    await answered.receiveAll(answer);
    expect(answered.stale[0]?.()).toBe(true);
    const takenBack = negotiate(true);
    takenBack.needNegotiation();
    await turn();
    await takenBack.receiveAll(offer);
    expect(takenBack.stale.map((isStale) => isStale())).toEqual([true, false]);
    const followed = negotiate(true);
    followed.needNegotiation();
    await turn();
    followed.needNegotiation();
    await turn();
    expect(followed.stale.map((isStale) => isStale())).toEqual([true, false]);
  });

  it('goes on after a signal that the browser refuses', async () => {
    const { connection, faults, receiveAll } = negotiate(true);
    await receiveAll(answer, offer);
    expect(faults).toEqual(['description']);
    expect(connection.calls).toEqual(['remote offer', 'prepare', 'local answer']);
  });

  it('says nothing more once its connection is closed', async () => {
    const { connection, sent, receiveAll } = negotiate(true);
    connection.signalingState = 'closed';
    await receiveAll(offer, candidate('a'));
    expect(connection.calls).toEqual([]);
    expect(sent).toEqual([]);
  });
});
