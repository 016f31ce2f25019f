import type { PeerView } from '@parley/client/peer-view';
import { ChevronDown, Paperclip } from 'lucide';
import { useRef } from 'preact/hooks';
import type { Talk } from '../call/talk.ts';
import { chatWords } from '../words/chat-words.ts';
import { shownName } from '../words/common-words.ts';
import { Icon } from './icon.tsx';

/** Chooses files, and where there is a choice, whom they go to. */
export function FileChoice({ talk, peers }: { talk: Talk; peers: readonly PeerView[] }) {
  const files = useRef<HTMLInputElement>(null);
  const words = chatWords.value.file;
  const problem = talk.fileProblem.value;
  return (
    <>
      {problem && (
        <p class="chat-note" role="alert">
          {words[problem]}
        </p>
      )}
      <TargetChoice talk={talk} peers={peers} />
      <input
        ref={files}
        type="file"
        multiple
        hidden
        onChange={({ currentTarget }) => {
          talk.offer([...(currentTarget.files ?? [])]);
          // So that the same file can be chosen once more.
          currentTarget.value = '';
        }}
      />
      <button
        type="button"
        class="round is-plain"
        aria-label={words.choose}
        data-tip={words.choose}
        onClick={() => files.current?.click()}
      >
        <Icon node={Paperclip} />
      </button>
    </>
  );
}

function TargetChoice({ talk: { fileTarget }, peers }: { talk: Talk; peers: readonly PeerView[] }) {
  const here = peers.filter(({ path }) => path !== 'ended');
  const words = chatWords.value.file;
  if (here.length < 2) return null;
  return (
    <label class="file-target">
      <span>{words.target}</span>
      <select
        value={fileTarget.value ?? ''}
        onChange={({ currentTarget: { value } }) => {
          fileTarget.value = value === '' ? undefined : value;
        }}
      >
        <option value="">{words.everybody}</option>
        {here.map(({ id, name }) => (
          <option key={id} value={id}>
            {shownName(name)}
          </option>
        ))}
      </select>
      <Icon node={ChevronDown} size={16} />
    </label>
  );
}
