import { X } from 'lucide';
import type { Call } from '../call/call.ts';
import { talkWords } from '../words/talk-words.ts';
import { bringModule } from './bring-module.ts';
import { Icon } from './icon.tsx';
import { whenAsked } from './when-asked.tsx';

const chat = whenAsked(async () => (await bringModule(() => import('./chat-panel.tsx'))).ChatPanel);

/** Brings what the panel needs, while the server is there to ask. */
export const fetchTalkPanel = chat.fetch;

/** Chat and files, beside the stage. */
export function TalkPanel({ call }: { call: Call }) {
  const close = () => call.chat.setOpen(false);
  const words = talkWords.value;
  return (
    <aside
      class="panel chat"
      aria-label={words.title}
      // While Chinese is being written, Escape gives a word up.
      onKeyDown={(event) => event.key === 'Escape' && !event.isComposing && close()}
    >
      <header class="panel-head">
        <h2>{words.title}</h2>
        <button type="button" class="round" data-testid="chat-close" aria-label={words.close} onClick={close}>
          <Icon node={X} />
        </button>
      </header>
      <chat.Part talk={call.talk} peers={call.peers} />
    </aside>
  );
}
