import type { Quality } from '@parley/client/quality';
import type { Picture } from '@parley/client/read-pictures';
import type { Reading } from '@parley/client/reading';
import { sentence } from '../ui/quality-badge.tsx';
import { wholeNumber } from '../words/formats.ts';
import { statisticsWords } from '../words/statistics-words.ts';

/** The last reading in words. */
export function Facts({ reading, quality }: { reading: Reading; quality: Quality }) {
  const { facts, limits, unknown } = statisticsWords.value;
  const number = wholeNumber.value;
  const percent = (value: number | undefined) =>
    value === undefined ? unknown : `${number.format(value * 100)} %`;
  const rows: [string, string][] = [
    [facts.path, sentence({ ...quality, path: reading.path })],
    [
      facts.roundTrip,
      reading.roundTripMs === undefined ? unknown : `${number.format(reading.roundTripMs)} ms`,
    ],
    [facts.lossSent, percent(reading.lossSent)],
    [facts.lossReceived, percent(reading.lossReceived)],
    [facts.sentPicture, pictureWords(reading.sent)],
    [facts.receivedPicture, pictureWords(reading.received)],
    [facts.limitedBy, limits[reading.limitedBy ?? 'none']],
  ];
  return (
    <dl class="facts" data-testid="facts">
      {rows.map(([term, value]) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function pictureWords(picture: Picture | undefined): string {
  const { picture: words, noPicture } = statisticsWords.value;
  if (picture === undefined) return noPicture;
  const { width, height, framesPerSecond, codec = '' } = picture;
  return words(`${width} × ${height}`, wholeNumber.value.format(framesPerSecond), codec);
}
