import type { PeerView } from '@parley/client/peer-view';
import { Download } from 'lucide';
import type { Call } from '../call/call.ts';
import { Icon } from '../ui/icon.tsx';
import { shownName } from '../words/common-words.ts';
import { statisticsWords } from '../words/statistics-words.ts';
import { exportOf, save } from './export.ts';
import { Facts } from './facts.tsx';
import { PLOTS, plotData } from './plot-data.ts';
import type { PlotName } from './plot-data.ts';
import { Plot } from './plot.tsx';
import './statistics.css';

interface StatisticsProps {
  call: Call;
  /** Undefined: of whoever came first. */
  peer: string | undefined;
  choose: (peer: string) => void;
}

/** What was measured on the way to each person over the last five minutes. */
export function StatisticsPanel({ call, peer, choose }: StatisticsProps) {
  const words = statisticsWords.value;
  const peers = call.peers.value;
  const shown = peers.find(({ id }) => id === peer) ?? peers[0];
  return (
    <div class="statistics-body" tabIndex={0} role="group" aria-label={words.title}>
      {shown === undefined ? (
        <p class="menu-head">{words.nobody}</p>
      ) : (
        <>
          <Choice peers={peers} shown={shown} choose={choose} />
          <Measured call={call} peer={shown} />
        </>
      )}
      <p class="menu-head">{words.exportHint}</p>
      <button type="button" class="button" data-testid="export" onClick={() => void exportAll(call, peers)}>
        <Icon node={Download} />
        <span>{words.exported}</span>
      </button>
    </div>
  );
}

interface ChoiceProps {
  peers: readonly PeerView[];
  shown: PeerView;
  choose: (peer: string) => void;
}

function Choice({ peers, shown, choose }: ChoiceProps) {
  return (
    <label class="menu-field">
      <span>{statisticsWords.value.person}</span>
      <select
        class="menu-select"
        data-testid="statistics-peer"
        value={shown.id}
        onChange={({ currentTarget }) => choose(currentTarget.value)}
      >
        {peers.map(({ id, name }) => (
          <option key={id} value={id}>
            {shownName(name)}
          </option>
        ))}
      </select>
    </label>
  );
}

function Measured({ call, peer }: { call: Call; peer: PeerView }) {
  // Each reading is a new picture of the same list.
  const readings = call.history.version.value < 0 ? [] : call.history.of(peer.id);
  const last = readings.at(-1);
  if (last === undefined) return <p class="menu-head">{statisticsWords.value.waiting}</p>;
  return (
    <>
      <Facts reading={last} quality={peer.quality} />
      {PLOTS.map((name) => (
        <Plot key={`${peer.id} ${name}`} name={name} data={plotData(name, readings)} rows={rowsOf(name)} />
      ))}
    </>
  );
}

function rowsOf(name: PlotName): string[] {
  const { sent, received, roundTrip, jitter, facts } = statisticsWords.value;
  if (name === 'delay') return [roundTrip, jitter];
  return name === 'limit' ? [facts.limitedBy] : [sent, received];
}

async function exportAll(call: Call, peers: readonly PeerView[]): Promise<void> {
  const measured = await Promise.all(
    peers.map(async ({ id }) => ({ readings: call.history.of(id), report: await call.history.report(id) })),
  );
  const now = new Date();
  save(
    exportOf(measured, now, navigator.userAgent),
    `parley-${now.toISOString().slice(0, 16).replace(':', '')}.json`,
  );
}
