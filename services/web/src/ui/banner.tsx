import { MoonStar, WifiOff, X } from 'lucide';
import { useEffect } from 'preact/hooks';
import { secondsLeft } from '../call/outage.ts';
import type { Outage } from '../call/outage.ts';
import type { Absence, Trouble } from '../call/trouble.ts';
import { commonWords } from '../words/common-words.ts';
import { duration } from '../words/formats.ts';
import { wordsFor } from '../words/library-words.ts';
import { troubleWords } from '../words/trouble-words.ts';
import { CheckLinkInTrouble } from './check-link.tsx';
import { Icon } from './icon.tsx';
import { useTick } from './tick.ts';

/** What is the matter between us and the server, at the top of the stage. */
export function Banner({ trouble }: { trouble: Trouble }) {
  const outage = trouble.outage.value;
  const absence = trouble.absence.value;
  if (outage !== undefined) return <OutageBanner outage={outage} tryNow={() => trouble.tryNow()} />;
  if (absence === undefined) return null;
  return <AbsenceBanner absence={absence} forget={() => trouble.forgetAbsence()} />;
}

function OutageBanner({ outage, tryNow }: { outage: Outage; tryNow: () => void }) {
  const words = troubleWords.value;
  useTick(true);
  const seconds = secondsLeft(outage, performance.now());
  const next = seconds === undefined ? words.trying : words.nextTry(duration.value(seconds * 1_000));
  const isFull = outage.because.kind === 'full';
  return (
    <div class="banner" data-testid="banner">
      <Icon node={WifiOff} />
      <p>
        <strong data-testid="banner-words">{isFull ? words.banner.full : words.banner.lost}</strong>{' '}
        <span class="banner-more" role="timer">
          {isFull ? next : commonWords.value.sentences(wordsFor(outage.because), next)}
        </span>{' '}
        {!isFull && <CheckLinkInTrouble />}
      </p>
      {!outage.isAsked && (
        <button type="button" class="button button-small" onClick={tryNow}>
          {words.tryNow}
        </button>
      )}
    </div>
  );
}

const SHOWN_AFTER_MS = 10_000;

function AbsenceBanner({ absence, forget }: { absence: Absence; forget: () => void }) {
  const { isOver } = absence;
  useEffect(() => {
    if (!isOver) return undefined;
    const timer = setTimeout(forget, SHOWN_AFTER_MS);
    return () => clearTimeout(timer);
  }, [absence]);
  return (
    <div class={isOver ? 'banner is-good' : 'banner'} data-testid="absence">
      <Icon node={MoonStar} />
      <p>
        <strong>{absenceWords(absence)}</strong>
      </p>
      <button type="button" class="round is-plain" aria-label={troubleWords.value.dismiss} onClick={forget}>
        <Icon node={X} />
      </button>
    </div>
  );
}

export function absenceWords({ ms, isOver }: Absence): string {
  const { slept, back } = troubleWords.value;
  return (isOver ? back : slept)(duration.value(ms));
}
