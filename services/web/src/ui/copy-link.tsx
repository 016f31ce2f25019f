import { Check, Link, Share2 } from 'lucide';
import { useEffect, useState } from 'preact/hooks';
import { linkTo } from '../route.ts';
import { stageWords } from '../words/stage-words.ts';
import { Icon } from './icon.tsx';

interface CopyLinkProps {
  room: string;
  class: string;
  testId: string;
  iconOnly?: boolean;
}

/** Hands the room's link to the phone's own sheet, or copies it, says so for a moment, and shows it where neither goes. */
export function CopyLink({ room, class: className, testId, iconOnly = false }: CopyLinkProps) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [copied]);

  const sharing = hasShareSheet();
  const words = stageWords.value;
  const label = copied ? words.copied : sharing ? words.share : words.copy;
  const send = async () => {
    if (!sharing || !(await share(linkTo(room)))) setCopied(await copy(linkTo(room)));
  };
  return (
    <button
      type="button"
      class={className}
      data-testid={testId}
      aria-label={label}
      data-tip={iconOnly ? label : undefined}
      onClick={() => void send()}
    >
      <Icon node={copied ? Check : sharing ? Share2 : Link} />
      {!iconOnly && <span>{label}</span>}
    </button>
  );
}

// A desk has such a sheet too, where copying is what people know.
function hasShareSheet(): boolean {
  return 'share' in navigator && matchMedia('(pointer: coarse)').matches;
}

/** False where the sheet did not open; whoever closes it has seen it. */
async function share(url: string): Promise<boolean> {
  try {
    await navigator.share({ url });
    return true;
  } catch (error) {
    return error instanceof Error && error.name === 'AbortError';
  }
}

async function copy(link: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(link);
    return true;
  } catch {
    prompt(stageWords.value.copyByHand, link);
    return false;
  }
}
