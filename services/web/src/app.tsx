import type { ReadonlySignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { Call } from './call/call.ts';
import type { CallSettings } from './call/call.ts';
import { LocalDevices } from './media/local-devices.ts';
import { noteRoom } from './recent-rooms.ts';
import { tokenFor } from './room-token.ts';
import type { Route } from './route.ts';
import { commonWords } from './words/common-words.ts';
import { BadRoom } from './ui/bad-room.tsx';
import { Ended } from './ui/ended.tsx';
import { later } from './ui/later.tsx';
import { Lobby } from './ui/lobby.tsx';
import { ShortcutHelp } from './ui/shortcut-help.tsx';
import { Start } from './ui/start.tsx';

const loadCallScreen = async () => (await import('./ui/call-screen.tsx')).CallScreen;
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
  useEffect(() => {
    document.title =
      phase.name === 'call' ? `${settings.room} · ${commonWords.value.brand}` : commonWords.value.brand;
    // The browser's own bars take the colour of what they border on.
    document.documentElement.dataset['surface'] = phase.name === 'call' ? 'stage' : 'paper';
  }, [phase.name]);
  useEffect(() => {
    if (phase.name === 'call') noteRoom(settings.room);
  }, [phase.name]);
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
