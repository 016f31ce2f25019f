import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import type { Options, Series } from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { KEPT_MS } from '../call/history.ts';
import { wholeNumber } from '../words/formats.ts';
import { statisticsWords } from '../words/statistics-words.ts';
import { LIMITS, UNITS } from './plot-data.ts';
import type { PlotData, PlotName } from './plot-data.ts';

interface PlotProps {
  name: PlotName;
  data: PlotData;
  /** What each row is called. */
  rows: readonly string[];
}

const HEIGHT = 120;
const MINUTES = [-300, -240, -180, -120, -60, 0];

/** One plot of the last five minutes, with its last values in words. */
export function Plot({ name, data, rows }: PlotProps) {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot | undefined>(undefined);
  const words = statisticsWords.value;
  const title = words.plots[name];
  const values = rows.map((row, index) => `${row} ${valueOf(name, data[index + 1]?.at(-1))}`);

  useEffect(() => {
    const { current } = place;
    if (current === null) return undefined;
    const made = new uPlot(optionsFor(name, rows.length, current), data, current);
    chart.current = made;
    const observer = new ResizeObserver(() => made.setSize({ width: current.clientWidth, height: HEIGHT }));
    observer.observe(current);
    return () => {
      observer.disconnect();
      made.destroy();
    };
    // Words stand on the axes: another language is another plot.
  }, [words]);

  useEffect(() => chart.current?.setData(data), [data]);

  return (
    <figure class="plot" data-testid={`plot-${name}`}>
      <figcaption>
        <span class="plot-title">{title}</span>
        {values.map((value, index) => (
          <span key={rows[index]} class={index === 0 ? 'plot-key' : 'plot-key is-second'}>
            {value}
          </span>
        ))}
      </figcaption>
      <div ref={place} class="plot-place" role="img" aria-label={words.plot(title, values.join(', '))} />
    </figure>
  );
}

function valueOf(name: PlotName, value: number | null | undefined): string {
  const { limits, unknown } = statisticsWords.value;
  if (value === null || value === undefined) return unknown;
  if (name === 'limit') return limits[LIMITS[value] ?? 'none'];
  return `${wholeNumber.value.format(value)} ${UNITS[name]}`;
}

function optionsFor(name: PlotName, rows: number, place: HTMLElement): Options {
  const style = getComputedStyle(place);
  const colour = (variable: string) => style.getPropertyValue(variable).trim();
  const { minutesAgo, limits } = statisticsWords.value;
  const axis = {
    stroke: colour('--on-stage-soft'),
    font: `12px ${style.fontFamily}`,
    grid: { stroke: colour('--control'), width: 1 },
    ticks: { show: false },
  };
  // Never by colour alone: the second row is dashed.
  const looks: Series[] = [
    { stroke: colour('--accent'), width: 2 },
    { stroke: colour('--amber'), width: 2, dash: [6, 4] },
  ];
  const isLimit = name === 'limit';
  return {
    width: place.clientWidth,
    height: HEIGHT,
    legend: { show: false },
    cursor: { show: false },
    scales: {
      x: { time: false, range: [-KEPT_MS / 1000, 0] },
      y: { range: isLimit ? [-0.2, 2.2] : (_chart, _least, most) => [0, Math.max(1, (most ?? 1) * 1.1)] },
    },
    axes: [
      {
        ...axis,
        size: 24,
        splits: () => MINUTES,
        values: (_chart, splits) => splits.map((at) => minutesAgo(-at / 60)),
      },
      {
        ...axis,
        size: isLimit ? 92 : 52,
        ...(isLimit && {
          splits: () => LIMITS.map((_limit, index) => index),
          values: (_chart: uPlot, splits: number[]) => splits.map((at) => limits[LIMITS[at] ?? 'none']),
        }),
      },
    ],
    series: [
      {},
      ...looks.slice(0, rows).map((look) => ({
        ...look,
        points: { show: false },
        ...(isLimit && uPlot.paths.stepped !== undefined && { paths: uPlot.paths.stepped({ align: 1 }) }),
      })),
    ],
  };
}
