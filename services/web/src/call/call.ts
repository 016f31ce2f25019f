import type { Fingerprints } from '@parley/client/fingerprints';
import { MEDIA_KINDS } from '@parley/client/local-media';
import { Room } from '@parley/client/room';
import type { PeerView } from '@parley/client/peer-view';
import type { JoinReply, SignalingState } from '@parley/client/signaling-events';
import { CLOSE_CODES } from '@parley/shared/close-codes';
import { effect, signal } from '@preact/signals';
import type { LocalDevices } from '../media/local-devices.ts';
import { isPassing } from '@parley/client/reconnect-policy';
import type { Setback } from '@parley/client/reconnect-policy';
import { News } from './news.ts';
import { Talk } from './talk.ts';
import { Trouble } from './trouble.ts';
import { Bandwidth } from './bandwidth.ts';
import type { CallPart } from './call-part.ts';
import { History } from './history.ts';
import { Sharing } from './sharing.ts';
import { Signs } from './signs.ts';
import { Spotlight } from './spotlight.ts';
import { VoiceWatch } from './voice-watch.ts';
import { Dismissals } from './warnings.ts';

/** Why a call is over, or did not begin. `code` is small print for whoever helps. */
export type Ending =
  | { why: 'left' }
  | { why: 'full'; capacity: number }
  | {
      why: 'unreachable' | 'busy' | 'refused' | 'removed' | 'elsewhere' | 'expired';
      code: string;
      because: Setback;
    };

export type Phase =
  { name: 'lobby' } | { name: 'joining' } | { name: 'call' } | { name: 'ended'; ending: Ending };

export interface CallSettings {
  room: string;
  signalingUrl: string;
  iceTransportPolicy: RTCIceTransportPolicy;
  /** Lets one into the room, where the server asks for that. */
  token?: () => string | undefined;
}

/** The menus of the toolbar. */
export type MenuName = 'bandwidth' | 'more' | 'reactions';

/** What is open over the stage; `statistics` may be about one peer. */
export type Panel = { name: MenuName } | { name: 'statistics'; peer: string | undefined };

/** One visit of one room, from the lobby to the end, as signals for the page to show. */
export class Call {
  readonly phase = signal<Phase>({ name: 'lobby' });
  readonly peers = signal<readonly PeerView[]>([]);
  readonly ownId = signal('');
  readonly ownName = signal('');
  readonly capacity = signal(0);
  /** Who speaks now, of the others. */
  readonly speaker = signal<string | undefined>(undefined);
  /** What keeps a join waiting, while it is tried again. */
  readonly held = signal<'no' | 'unreachable' | 'busy'>('no');
  /** With whom the person compares words just now. */
  readonly comparing = signal<string | undefined>(undefined);
  readonly hadCompany = signal(false);
  readonly talk = new Talk(this.ownName);
  readonly chat = this.talk.chat;
  readonly trouble = new Trouble();
  readonly news = new News(this.chat.open);
  readonly bandwidth = new Bandwidth();
  readonly sharing = new Sharing();
  readonly signs = new Signs();
  readonly history = new History();
  readonly voice: VoiceWatch;
  readonly spotlight = new Spotlight();
  readonly dismissals = new Dismissals();
  readonly panel = signal<Panel | undefined>(undefined);
  readonly devices: LocalDevices;
  readonly settings: CallSettings;
  #room: Room | undefined;
  #release: (() => void)[] = [];

  constructor(settings: CallSettings, devices: LocalDevices) {
    this.settings = settings;
    this.devices = devices;
    this.voice = new VoiceWatch(devices);
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

  /** Of the path to somebody; undefined while there is none. */
  fingerprints(peerId: string): Fingerprints | undefined {
    return this.#room?.fingerprints(peerId);
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
        return this.#end(refusedBy({ ...reply, kind: 'refused' }));
      case 'unreachable':
        return this.#end(unreachableBy(reply.closeCode));
      case 'cancelled':
        return this.#end({ why: 'left' });
    }
  }

  #listen(entered: Room): void {
    this.#release = [
      ...[this.talk, this.trouble, this.news].map((part) => part.attach(entered)),
      entered.on('joined', ({ id, capacity }) => {
        this.ownId.value = id;
        this.capacity.value = capacity;
      }),
      entered.on('speaker', ({ id }) => void (this.speaker.value = id)),
      entered.on('state', (state) => this.#signaling(state)),
      entered.on('peer', (view) => this.#show(view)),
      entered.on('change', (view) => this.#show(view)),
      entered.on('gone', ({ id }) => this.#hide(id)),
      // Each time a device changes, what is sent changes with it.
      ...MEDIA_KINDS.map((kind) =>
        effect(() => void entered.setTrack(kind, this.devices.state(kind).value.track)),
      ),
      ...this.#parts().map((part) => part.attach(entered)),
    ];
  }

  #parts(): CallPart[] {
    return [this.bandwidth, this.sharing, this.signs, this.history, this.voice];
  }

  #signaling(state: SignalingState): void {
    this.held.value = heldBy(state);
    if (this.phase.value.name === 'call' && state.name === 'stopped') this.#end(endingOf(state));
  }

  #show(view: PeerView): void {
    const known = this.peers.value.some((peer) => peer.id === view.id);
    this.hadCompany.value = true;
    this.peers.value = known
      ? this.peers.value.map((peer) => (peer.id === view.id ? view : peer))
      : [...this.peers.value, view];
  }

  #hide(id: string): void {
    this.peers.value = this.peers.value.filter((peer) => peer.id !== id);
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
    this.held.value = 'no';
    this.hadCompany.value = false;
    this.comparing.value = undefined;
    this.speaker.value = undefined;
    this.panel.value = undefined;
    this.spotlight.clear();
    this.dismissals.clear();
  }
}

function heldBy(state: SignalingState): 'no' | 'unreachable' | 'busy' {
  if (state.name !== 'joining' || state.because === undefined) return 'no';
  return state.because.kind === 'closed' ? 'unreachable' : 'busy';
}

function endingOf({ because }: Extract<SignalingState, { name: 'stopped' }>): Ending {
  if (because.kind === 'full') return { why: 'full', capacity: because.capacity };
  if (because.kind === 'refused') return refusedBy(because);
  const code = String(because.code);
  switch (because.code) {
    case CLOSE_CODES.unauthorized:
      return { why: 'expired', code, because };
    case CLOSE_CODES.removed:
      return { why: 'removed', code, because };
    case CLOSE_CODES.takenOver:
      return { why: 'elsewhere', code, because };
    default:
      return { why: 'refused', code, because };
  }
}

function refusedBy(because: Extract<Setback, { kind: 'refused' }>): Ending {
  return { why: isPassing(because.code) ? 'busy' : 'refused', code: because.code, because };
}

function unreachableBy(code: number): Ending {
  return { why: 'unreachable', code: String(code), because: { kind: 'closed', code } };
}
