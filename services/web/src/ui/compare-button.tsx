import { ShieldCheck } from 'lucide';
import type { Call } from '../call/call.ts';
import { stageWords } from '../words/stage-words.ts';
import { Icon } from './icon.tsx';

interface CompareButtonProps {
  call: Call;
  peerId: string;
  name: string;
}

/** Asks for the words that show whether somebody stands between us and this person. */
export function CompareButton({ call, peerId, name }: CompareButtonProps) {
  return (
    <button
      type="button"
      class="round tile-compare"
      aria-label={stageWords.value.compare(name)}
      aria-haspopup="dialog"
      onClick={() => {
        call.comparing.value = peerId;
      }}
    >
      <Icon node={ShieldCheck} size={16} />
    </button>
  );
}
