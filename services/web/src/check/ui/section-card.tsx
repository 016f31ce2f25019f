import { CircleCheck, CircleDashed, CircleX, LoaderCircle, TriangleAlert } from 'lucide';
import type { IconNode } from 'lucide';
import type { ComponentChildren } from 'preact';
import { Icon } from '../../ui/icon.tsx';
import { checkWords } from '../../words/check-words.ts';
import type { Grade } from '../grade.ts';
import type { Line, Section } from '../sections/section.ts';

const ICONS: Record<Grade, IconNode> = {
  good: CircleCheck,
  weak: TriangleAlert,
  bad: CircleX,
  idle: CircleDashed,
};

/** A grade as a sign; the word for it stands beside. */
export function GradeIcon({ grade, busy, size }: { grade: Grade; busy: boolean; size?: number }) {
  return (
    <span class={busy ? 'grade is-busy' : `grade is-${grade}`}>
      <Icon node={busy ? LoaderCircle : ICONS[grade]} size={size} />
    </span>
  );
}

/** One part of the test: how it stands, what that means, what to do, and the figures behind it. */
export function SectionCard({ section, children }: { section: Section; children?: ComponentChildren }) {
  const { id, title, busy, grade, summary, advice, lines } = section;
  const words = checkWords.value;
  return (
    <section
      class="check-part"
      aria-labelledby={`part-${id}`}
      data-testid={`check-${id}`}
      data-grade={busy ? 'busy' : grade}
    >
      <GradeIcon grade={grade} busy={busy} size={24} />
      <div class="check-part-head">
        <h2 id={`part-${id}`}>{title}</h2>
        <span class={busy ? 'grade-word' : `grade-word is-${grade}`}>
          {busy ? words.busy : words.grades[grade]}
        </span>
      </div>
      <div class="check-part-body">
        <p data-testid="summary">{summary}</p>
        {advice !== undefined && (
          <p class="check-advice" data-testid="advice">
            {advice}
          </p>
        )}
        {lines.length > 0 && <Lines lines={lines} />}
        {children}
      </div>
    </section>
  );
}

function Lines({ lines }: { lines: readonly Line[] }) {
  const words = checkWords.value;
  return (
    <dl class="check-lines">
      {lines.map(({ label, value, grade, advice, code }) => (
        <div key={label} class="check-line" data-grade={grade}>
          <dt>{label}</dt>
          <dd>
            <span class="check-value">
              {grade !== undefined && <GradeIcon grade={grade} busy={false} size={16} />}
              {grade !== undefined && <span class="visually-hidden">{words.grades[grade]}</span>}
              <span>{value}</span>
            </span>
            {advice !== undefined && <span class="check-line-advice">{advice}</span>}
            {code !== undefined && <span class="small">{code}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
