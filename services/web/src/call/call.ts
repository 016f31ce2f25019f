import { MEDIA_KINDS } from '@parley/client/local-media';
import { Room } from '@parley/client/room';
import type { PeerView } from '@parley/client/remote-peer';
import type { JoinReply, SignalingState } from '@parley/client/signaling-events';
import { CLOSE_CODES } from '@parley/shared/close-codes';
import { effect, signal } from '@preact/signals';
import type { LocalDevices } from '../media/local-devices.ts';
import { Chat } from './chat.ts';
import { isPassing } from '@parley/client/reconnect-policy';
import { bitsPerSecond } from './send-limits.ts';
import type { SendLimit } from './send-limits.ts';
import { onWaking } from './waking.ts';

/** Why a call is over, or did not begin. `code` is small print for whoever helps. */
export type Ending =
  | { why: 'left' }
  | { why: 'full'; capacity: number }
  | { why: 'unreachable' | 'busy' | 'refused' | 'removed' | 'elsewhere' | 'expired'; code: string };

export type Phase =
  { name: 'lobby' } | { name: 'joining' } | { name: 'call' } | { name: 'ended'; ending: Ending };

export interface CallSettings {
  room: string;
  signalingUrl: string;
  iceTransportPolicy: RTCIceTransportPolicy;
  /** Lets one into the room, where the server asks for that. */
  token?: () => string | undefined;
}

/** What happened last, for people who hear the page rather than see it. */
export type News = { what: 'came' | 'gone'; name: string | undefined } | { what: 'away' | 'back' };

/** One visit of one room, from the lobby to the end, as signals for the page to show. */
export class Call {
  readonly phase = signal<Phase>({ name: 'lobby' });
  readonly peers = signal<readonly PeerView[]>([]);
  readonly ownId = signal('');
  readonly ownName = signal('');
  readonly limit = signal<SendLimit>('unlimited');
  readonly away = signal<'no' | 'lost' | 'full'>('no');
  /** What keeps a join waiting, while it is tried again. */
  readonly held = signal<'no' | 'unreachable' | 'busy'>('no');
  readonly hadCompany = signal(false);
  readonly news = signal<News | undefined>(undefined);
  readonly chat = new Chat();
  readonly devices: LocalDevices;
  readonly settings: CallSettings;
  #room: Room | undefined;
  #release: (() => void)[] = [];

  constructor(settings: CallSettings, devices: LocalDevices) {
    this.settings = settings;
    this.devices = devices;
  }

  async join(name: string): Promise<void> {
    if (this.#room !== undefined) return;
    this.ownName.value = name;
    this.phase.value = { name: 'joining' };
    const { signalingUrl: url, iceTransportPolicy, token, room } = this.settings;
    const entered = new Room({ url, iceTransportPolicy, token });
    this.#room = entered;
    this.#listen(entered);
    this.#answered(entered, await entered.join(room, name === '' ? undefined : name));
  }

  /** Once more after the end: takes the devices back first. */
  async rejoin(): Promise<void> {
    this.phase.value = { name: 'joining' };
    await this.devices.start();
    await this.join(this.ownName.value);
  }

  leave(): void {
    this.#end({ why: 'left' });
  }

  /** Says a text to everybody; false when nobody could hear it. */
  say(text: string): boolean {
    if (this.#room === undefined || this.#room.say(text) === 0) return false;
    this.chat.add({ from: this.ownName.value, own: true, text });
    return true;
  }

  async setLimit(limit: SendLimit): Promise<void> {
    this.limit.value = limit;
    await this.#room?.setMaxVideoBitrate(bitsPerSecond(limit));
  }

  /** Gives everything back, when the page goes to another room. */
  dispose(): void {
    this.#drop();
    this.devices.stop();
  }

  #answered(entered: Room, reply: JoinReply): void {
    // Whoever left in the meantime is not pulled back in.
    if (this.#room !== entered) return;
    switch (reply.type) {
      case 'joined':
        this.devices.forgetProblems(MEDIA_KINDS);
        this.phase.value = { name: 'call' };
        return;
      case 'full':
        return this.#end({ why: 'full', capacity: reply.capacity });
      case 'refused':
        return this.#end({ why: isPassing(reply.code) ? 'busy' : 'refused', code: reply.code });
      case 'unreachable':
        return this.#end({ why: 'unreachable', code: String(reply.closeCode) });
      case 'cancelled':
        return this.#end({ why: 'left' });
    }
  }

  #listen(entered: Room): void {
    this.#release = [
      onWaking(() => entered.wake()),
      entered.on('joined', ({ id }) => void (this.ownId.value = id)),
      entered.on('state', (state) => this.#signaling(state)),
      entered.on('peer', (view) => this.#show(view)),
      entered.on('change', (view) => this.#show(view)),
      entered.on('gone', ({ id, name }) => this.#hide(id, name)),
      entered.on('text', ({ from, text }) => this.chat.add({ from: from.name ?? '', own: false, text })),
      // Each time a device changes, what is sent changes with it.
      ...MEDIA_KINDS.map((kind) =>
        effect(() => void entered.setTrack(kind, this.devices.state(kind).value.track)),
      ),
    ];
    void entered.setMaxVideoBitrate(bitsPerSecond(this.limit.value));
  }

  #signaling(state: SignalingState): void {
    this.held.value = heldBy(state);
    if (this.phase.value.name !== 'call') return;
    if (state.name === 'joined' && this.away.value !== 'no') {
      this.away.value = 'no';
      this.news.value = { what: 'back' };
    }
    if (state.name === 'away') {
      this.away.value = state.because.kind === 'full' ? 'full' : 'lost';
      this.news.value = { what: 'away' };
    }
    if (state.name === 'stopped') this.#end(endingOf(state));
  }

  #show(view: PeerView): void {
    const known = this.peers.value.some((peer) => peer.id === view.id);
    this.hadCompany.value = true;
    this.peers.value = known
      ? this.peers.value.map((peer) => (peer.id === view.id ? view : peer))
      : [...this.peers.value, view];
    if (!known) this.news.value = { what: 'came', name: view.name };
  }

  #hide(id: string, name: string | undefined): void {
    this.peers.value = this.peers.value.filter((peer) => peer.id !== id);
    this.news.value = { what: 'gone', name };
  }

  #end(ending: Ending): void {
    // With the code goes by what an operator finds this visit in the logs.
    const trace = this.#room?.trace;
    if ('code' in ending && trace !== undefined) ending = { ...ending, code: `${ending.code} · ${trace}` };
    this.#drop();
    this.devices.stop();
    this.phase.value = { name: 'ended', ending };
  }

  #drop(): void {
    for (const release of this.#release.splice(0)) release();
    this.#room?.leave();
    this.#room = undefined;
    this.peers.value = [];
    this.away.value = 'no';
    this.held.value = 'no';
    this.hadCompany.value = false;
    this.chat.clear();
  }
}

function heldBy(state: SignalingState): 'no' | 'unreachable' | 'busy' {
  if (state.name !== 'joining' || state.because === undefined) return 'no';
  return state.because.kind === 'closed' ? 'unreachable' : 'busy';
}

function endingOf(state: Extract<SignalingState, { name: 'stopped' }>): Ending {
  const { because } = state;
  if (because.kind === 'full') return { why: 'full', capacity: because.capacity };
  if (because.kind === 'refused')
    return { why: isPassing(because.code) ? 'busy' : 'refused', code: because.code };
  const code = String(because.code);
  if (because.code === CLOSE_CODES.unauthorized) return { why: 'expired', code };
  if (because.code === CLOSE_CODES.removed) return { why: 'removed', code };
  return { why: because.code === CLOSE_CODES.takenOver ? 'elsewhere' : 'refused', code };
}
