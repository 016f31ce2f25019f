import { useEffect, useState } from 'preact/hooks';
import type { Call } from '../call/call.ts';
import { keepOneBeside } from '../call/one-beside.ts';
import { deviceWords } from '../words/device-words.ts';
import { stageWords } from '../words/stage-words.ts';
import { Banner } from './banner.tsx';
import '../styles/stage.css';
import '../styles/tile.css';
import '../styles/menu.css';
import '../styles/panel.css';
import '../styles/trouble.css';
import { DeviceProblems } from './device-problems.tsx';
import { Compared } from './compared.tsx';
import { FileDrop } from './file-drop.tsx';
import { OfferNotice } from './offer-notice.tsx';
import { Stage } from './stage.tsx';
import { SignsTold } from './signs-told.tsx';
import { StatisticsDrawer } from './statistics-drawer.tsx';
import { TalkPanel, fetchTalkPanel } from './talk-panel.tsx';
import { Told } from './told.tsx';
import { Toolbar } from './toolbar.tsx';
import { useMedia } from './use-media.ts';
import { WarningNote } from './warning-note.tsx';

export function CallScreen({ call }: { call: Call }) {
  const chatOpen = call.chat.open.value;
  const panel = call.panel.value;
  const statistics = panel?.name === 'statistics' ? panel : undefined;
  const hasPanel = chatOpen || statistics !== undefined;
  const quiet = useQuiet() && !hasPanel;
  // As in panel.css: where a panel lies over the stage, nobody may stand on what it hides.
  const isCovered = useMedia('(max-width: 760px)') && hasPanel;
  useEffect(() => fetchTalkPanel(), []);
  useEffect(() => keepOneBeside(call), []);
  return (
    <main
      aria-label={stageWords.value.call}
      data-home
      class={['call', hasPanel && 'has-panel', quiet && 'is-quiet'].filter(Boolean).join(' ')}
    >
      <h1 class="visually-hidden">{stageWords.value.callIn(call.settings.room)}</h1>
      <div class="stage" inert={isCovered}>
        <Banner trouble={call.trouble} />
        <DeviceProblems devices={call.devices} instead={deviceWords.value.instead.call} dismissible />
        <Stage call={call} />
        <WarningNote call={call} />
        <OfferNotice talk={call.talk} />
        <Toolbar call={call} />
      </div>
      {chatOpen && <TalkPanel call={call} />}
      {statistics !== undefined && <StatisticsDrawer call={call} peer={statistics.peer} />}
      <FileDrop call={call} />
      <Compared call={call} />
      <SignsTold call={call} />
      <Told call={call} />
    </main>
  );
}

const QUIET_AFTER_MS = 4000;

/** True when nobody has moved a pointer or pressed a key for a while. */
function useQuiet(): boolean {
  const [quiet, setQuiet] = useState(false);
  useEffect(() => {
    let timer = setTimeout(() => setQuiet(true), QUIET_AFTER_MS);
    const stir = () => {
      clearTimeout(timer);
      setQuiet(false);
      timer = setTimeout(() => setQuiet(true), QUIET_AFTER_MS);
    };
    const events = ['pointermove', 'pointerdown', 'keydown'] as const;
    for (const event of events) addEventListener(event, stir);
    return () => {
      clearTimeout(timer);
      for (const event of events) removeEventListener(event, stir);
    };
  }, []);
  return quiet;
}
