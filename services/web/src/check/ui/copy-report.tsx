import { Check, ClipboardCopy } from 'lucide';
import { useEffect, useState } from 'preact/hooks';
import { Icon } from '../../ui/icon.tsx';
import { checkWords } from '../../words/check-words.ts';

/** Copies the report, and lays it open to copy by hand where the clipboard is closed. */
export function CopyReport({ text, busy }: { text: () => string; busy: boolean }) {
  const [copied, setCopied] = useState(false);
  const [shown, setShown] = useState('');
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [copied]);

  const words = checkWords.value;
  const copy = async () => {
    if (busy) return;
    const report = text();
    try {
      await navigator.clipboard.writeText(report);
      setCopied(true);
      setShown('');
    } catch {
      // The browser allows it on a secure page and after a click only, and not everybody allows it even then.
      setShown(report);
    }
  };
  return (
    <>
      <button
        type="button"
        class="button"
        data-testid="copy-report"
        aria-disabled={busy}
        onClick={() => void copy()}
      >
        <Icon node={copied ? Check : ClipboardCopy} />
        <span>{copied ? words.copied : words.copy}</span>
      </button>
      {shown !== '' && (
        <label class="field check-report">
          <span>{words.copyByHand}</span>
          <textarea class="input" rows={12} readOnly value={shown} data-testid="report" />
        </label>
      )}
    </>
  );
}
