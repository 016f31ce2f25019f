import type { Quality } from '@parley/client/quality';
import { tileWords } from '../words/tile-words.ts';

const BARS = { good: 3, fair: 2, bad: 1, lost: 0 } as const;

/** How good the path to a peer is: bars, the way it takes, and what is in the way where something is. */
export function QualityBadge({ quality }: { quality: Quality }) {
  const { levels, paths, short, connection } = tileWords.value;
  const { level, reason, path } = quality;
  const way = path === undefined ? '' : paths[path];
  return (
    <p class="quality" data-testid="quality" data-level={level} data-path={path} title={sentence(quality)}>
      <Bars count={BARS[level]} />
      <span class="visually-hidden">{connection(levels[level], way)}</span>
      <span class="quality-word" aria-hidden="true">
        {way}
      </span>
      {reason !== undefined && <span class="quality-reason">{short[reason]}</span>}
    </p>
  );
}

/** The same in sentences. */
export function sentence({ level, reason, path }: Quality): string {
  const { levels, reasons, pathHints, withStop, together } = tileWords.value;
  const why = reason === undefined ? withStop(levels[level]) : reasons[reason];
  return path === undefined ? why : together(why, pathHints[path]);
}

function Bars({ count }: { count: number }) {
  return (
    <svg class="bars" viewBox="0 0 16 14" width="16" height="14" aria-hidden="true">
      {[0, 1, 2].map((index) => (
        <rect
          key={index}
          class={index < count ? 'bar is-lit' : 'bar'}
          x={index * 6}
          y={10 - index * 5}
          width="4"
          height={4 + index * 5}
          rx="1"
        />
      ))}
      {count === 0 && <path class="bars-none" d="M1 1 15 13" />}
    </svg>
  );
}
