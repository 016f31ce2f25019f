import { Check, Link } from 'lucide';
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

/** Copies the room's link, says so for a moment, and hands it over to copy by hand where the clipboard is closed. */
export function CopyLink({ room, class: className, testId, iconOnly = false }: CopyLinkProps) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [copied]);

  const label = copied ? stageWords.value.copied : stageWords.value.copy;
  return (
    <button
      type="button"
      class={className}
      data-testid={testId}
      aria-label={label}
      data-tip={iconOnly ? label : undefined}
      onClick={() => void copy(linkTo(room)).then(setCopied)}
    >
      <Icon node={copied ? Check : Link} />
      {!iconOnly && <span>{label}</span>}
    </button>
  );
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
