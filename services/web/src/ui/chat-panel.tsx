import type { PeerView } from '@parley/client/peer-view';
import type { ReadonlySignal } from '@preact/signals';
import '../styles/chat.css';
import '../styles/files.css';
import type { Talk } from '../call/talk.ts';
import { ChatForm } from './chat-form.tsx';
import { ChatLog } from './chat-log.tsx';

interface ChatPanelProps {
  talk: Talk;
  peers: ReadonlySignal<readonly PeerView[]>;
}

/** What was written and sent, and the field to do it. */
export function ChatPanel({ talk, peers }: ChatPanelProps) {
  return (
    <>
      <ChatLog entries={talk.chat.entries.value} />
      <ChatForm talk={talk} peers={peers.value} />
    </>
  );
}
