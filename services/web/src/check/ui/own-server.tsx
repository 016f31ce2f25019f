import type { IceServer } from '@parley/client/messages';
import type { Signal } from '@preact/signals';
import { checkFormWords } from '../../words/check-form-words.ts';
import { OwnCheck } from '../own-check.ts';
import { ownSections } from '../sections/own-sections.ts';
import { CandidateTable } from './candidate-table.tsx';
import { OwnServerForm } from './own-server-form.tsx';
import { SectionCard } from './section-card.tsx';

/** The same test for a server that this deployment knows nothing of. */
export function OwnServer({ own }: { own: Signal<OwnCheck | undefined> }) {
  const check = own.value;
  const test = (server: IceServer) => {
    check?.dispose();
    const next = new OwnCheck(server);
    own.value = next;
    void next.start();
  };
  return (
    <details class="check-fold" data-testid="own-server">
      <summary>{checkFormWords.value.title}</summary>
      <OwnServerForm busy={check?.running.value === true} onTest={test} />
      {check !== undefined && <Found check={check} />}
    </details>
  );
}

function Found({ check }: { check: OwnCheck }) {
  const sections = ownSections(check);
  return (
    <div class="check-parts">
      <p class="visually-hidden" role="status">
        {!check.running.value && sections.map(({ summary }) => summary).join(' ')}
      </p>
      {sections.map((section) => (
        <SectionCard key={section.id} section={section} />
      ))}
      <CandidateTable rows={check.servers.rows.value} />
    </div>
  );
}
