import { WifiOff } from 'lucide';
import { useEffect, useState } from 'preact/hooks';
import type { Call, News } from '../call/call.ts';
import { shownName } from '../words/common-words.ts';
import { deviceWords } from '../words/device-words.ts';
import { troubleWords } from '../words/trouble-words.ts';
import { ChatPanel } from './chat-panel.tsx';
import { DeviceProblems } from './device-problems.tsx';
import { Icon } from './icon.tsx';
import { Stage } from './stage.tsx';
import { Toolbar } from './toolbar.tsx';

export function CallScreen({ call }: { call: Call }) {
  const chatOpen = call.chat.open.value;
  const quiet = useQuiet() && !chatOpen;
  return (
    <main class={['call', chatOpen && 'has-chat', quiet && 'is-quiet'].filter(Boolean).join(' ')}>
      <div class="stage">
        <Banner away={call.away.value} />
        <DeviceProblems devices={call.devices} instead={deviceWords.value.instead.call} dismissible />
        <Stage call={call} />
        <Toolbar call={call} />
      </div>
      {chatOpen && <ChatPanel call={call} />}
      <p class="visually-hidden" role="status">
        {told(call.news.value)}
      </p>
    </main>
  );
}

function Banner({ away }: { away: 'no' | 'lost' | 'full' }) {
  if (away === 'no') return null;
  return (
    <p class="banner" data-testid="banner">
      <Icon node={WifiOff} />
      <span>{troubleWords.value.banner[away]}</span>
    </p>
  );
}

function told(news: News | undefined): string {
  if (news === undefined) return '';
  if (news.what === 'came' || news.what === 'gone')
    return troubleWords.value.news[news.what](shownName(news.name));
  return troubleWords.value.news[news.what];
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
