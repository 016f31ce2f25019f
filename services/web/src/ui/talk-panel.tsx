import type { Call } from '../call/call.ts';
import { talkWords } from '../words/talk-words.ts';
import { bringModule } from './bring-module.ts';
import { SidePanel } from './side-panel.tsx';
import { whenAsked } from './when-asked.tsx';

const chat = whenAsked(async () => (await bringModule(() => import('./chat-panel.tsx'))).ChatPanel);

/** Brings what the panel needs, while the server is there to ask. */
export const fetchTalkPanel = chat.fetch;

/** Chat and files. */
export function TalkPanel({ call }: { call: Call }) {
  const { title, close } = talkWords.value;
  return (
    <SidePanel name="chat" title={title} closeLabel={close} close={() => call.chat.setOpen(false)}>
      <chat.Part talk={call.talk} peers={call.peers} />
    </SidePanel>
  );
}
