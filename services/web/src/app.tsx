import type { ReadonlySignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { Call } from './call/call.ts';
import type { CallSettings } from './call/call.ts';
import { LocalDevices } from './media/local-devices.ts';
import { keepScreenOn } from './call/wake-lock.ts';
import { watchSpeakers } from './media/speakers.ts';
import { noteRoom } from './recent-rooms.ts';
import { tokenFor } from './room-token.ts';
import type { Route } from './route.ts';
import { commonWords } from './words/common-words.ts';
import { BadRoom } from './ui/bad-room.tsx';
import { bringModule } from './ui/bring-module.ts';
import { Ended } from './ui/ended.tsx';
import { later } from './ui/later.tsx';
import { Lobby } from './ui/lobby.tsx';
import { ShortcutHelp } from './ui/shortcut-help.tsx';
import { Start } from './ui/start.tsx';
import { surface } from './ui/surface.ts';

const loadCallScreen = async () => (await bringModule(() => import('./ui/call-screen.tsx'))).CallScreen;
const CallScreen = later(loadCallScreen);

interface AppProps {
  route: ReadonlySignal<Route>;
  settings: Omit<CallSettings, 'room'>;
}

export function App({ route, settings }: AppProps) {
  return (
    <>
      <Screen route={route} settings={settings} />
      <ShortcutHelp />
    </>
  );
}

function Screen({ route, settings }: AppProps) {
  const current = route.value;
  switch (current.name) {
    case 'start':
      return <Start />;
    case 'bad-room':
      return <BadRoom text={current.text} />;
    case 'room':
      return <Room key={current.room} settings={settingsFor(settings, current.room)} />;
    default:
      return current satisfies never;
  }
}

function settingsFor(settings: AppProps['settings'], room: string): CallSettings {
  return { ...settings, room, token: () => tokenFor(room) };
}

function Room({ settings }: { settings: CallSettings }) {
  const call = useMemo(() => new Call(settings, new LocalDevices()), []);
  useEffect(() => () => call.dispose(), []);
  // The stage comes while one still looks at oneself; where it does not, it is asked for again when it is shown.
  useEffect(() => void loadCallScreen().catch(() => {}), []);
  const phase = call.phase.value;
  const microphone = call.devices.state('audio').value.track;
  // Browsers list speakers once the microphone is allowed, and tell nobody when that is.
  useEffect(watchSpeakers, [microphone]);
  useEffect(() => (phase.name === 'call' ? enterStage(settings.room) : undefined), [phase.name]);
  switch (phase.name) {
    case 'lobby':
    case 'joining':
      return <Lobby call={call} joining={phase.name === 'joining'} />;
    case 'call':
      return <CallScreen call={call} />;
    case 'ended':
      return <Ended call={call} ending={phase.ending} />;
    default:
      return phase satisfies never;
  }
}

/** What a call does to the page around it, until it is over. */
function enterStage(room: string): () => void {
  const { brand } = commonWords.value;
  noteRoom(room);
  document.title = `${room} · ${brand}`;
  surface.value = 'stage';
  const letScreenGo = keepScreenOn();
  return () => {
    letScreenGo();
    surface.value = 'paper';
    document.title = brand;
  };
}
