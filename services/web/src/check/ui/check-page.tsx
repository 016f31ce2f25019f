import { signal } from '@preact/signals';
import { Camera, RotateCcw } from 'lucide';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { Icon } from '../../ui/icon.tsx';
import { Paper } from '../../ui/paper.tsx';
import { checkBrowserWords } from '../../words/check-browser-words.ts';
import { checkWords } from '../../words/check-words.ts';
import { commonWords } from '../../words/common-words.ts';
import { CheckRun } from '../check-run.ts';
import { gradeAll } from '../overall.ts';
import type { OwnCheck } from '../own-check.ts';
import { allSections } from '../sections/all-sections.ts';
import { wholeReport } from '../whole-report.ts';
import { CandidateTable } from './candidate-table.tsx';
import { CopyReport } from './copy-report.tsx';
import { OwnServer } from './own-server.tsx';
import { GradeIcon, SectionCard } from './section-card.tsx';

// Buttons that have to wait are not `disabled`: a browser takes the focus from those.

/** The connection test: runs by itself, and again at a click. */
export function CheckPage({ signalingUrl }: { signalingUrl: string }) {
  const [turn, setTurn] = useState(0);
  const run = useMemo(() => new CheckRun(signalingUrl), [turn]);
  const own = useMemo(() => signal<OwnCheck | undefined>(undefined), []);
  const words = checkWords.value;
  useEffect(() => {
    void run.start();
    return () => run.dispose();
  }, [run]);
  useEffect(() => {
    document.title = `${words.title} · ${commonWords.value.brand}`;
  }, [words]);

  const running = run.running.value;
  return (
    <Paper wide home="/">
      <div class="check">
        <header class="check-head">
          <h1>{words.title}</h1>
          <p class="lead">{words.lead}</p>
        </header>
        <Verdict run={run} />
        <div class="check-actions">
          <button
            type="button"
            class="button"
            data-testid="check-again"
            aria-disabled={running}
            onClick={() => !running && setTurn(turn + 1)}
          >
            <Icon node={RotateCcw} />
            <span>{words.again}</span>
          </button>
          <CopyReport busy={running} text={() => wholeReport(run, own.value, new Date())} />
          <p class="small">{words.copyHint}</p>
        </div>
        <div class="check-parts">
          {allSections(run).map((section) => (
            <SectionCard key={section.id} section={section}>
              {section.id === 'browser' && <TryDevices run={run} />}
            </SectionCard>
          ))}
        </div>
        <CandidateTable rows={run.servers.rows.value} />
        <OwnServer own={own} />
        <a class="button" href="/">
          {words.start}
        </a>
      </div>
    </Paper>
  );
}

function Verdict({ run }: { run: CheckRun }) {
  const overall = run.overall.value;
  const grade = gradeAll(overall);
  const { title, body } = checkWords.value.overall[overall];
  return (
    <div class={`check-verdict is-${grade}`} role="status" data-testid="verdict" data-verdict={overall}>
      <GradeIcon grade={grade} busy={overall === 'running'} size={28} />
      <div>
        <p class="check-verdict-title">{title}</p>
        <p>{body}</p>
      </div>
    </div>
  );
}

function TryDevices({ run }: { run: CheckRun }) {
  const [asking, setAsking] = useState(false);
  if (run.browser.value?.secure !== true) return null;
  const ask = async () => {
    if (asking) return;
    setAsking(true);
    await run.tryDevices();
    setAsking(false);
  };
  return (
    <button
      type="button"
      class="button button-small"
      data-testid="try-devices"
      aria-disabled={asking}
      onClick={() => void ask()}
    >
      <Icon node={Camera} />
      <span>{checkBrowserWords.value.tryDevices}</span>
    </button>
  );
}
