import { checkFormWords } from '../../words/check-form-words.ts';
import { milliseconds } from '../../words/measures.ts';
import type { CandidateRow } from '../candidate-row.ts';

/** Every candidate, as a trickle-ice page shows it; folded, as only few need it. */
export function CandidateTable({ rows }: { rows: readonly CandidateRow[] }) {
  const words = checkFormWords.value.candidates;
  return (
    <details class="check-fold" data-testid="candidates">
      <summary>{words.title}</summary>
      <p class="small">{words.lead}</p>
      {rows.length === 0 ? (
        <p>{words.none}</p>
      ) : (
        // It is wider than a phone, and can be scrolled by keyboard too.
        <div class="check-scroll" role="region" aria-label={words.title} tabIndex={0}>
          <table>
            <thead>
              <tr>
                <th scope="col">{words.time}</th>
                <th scope="col">{words.type}</th>
                <th scope="col">{words.foundation}</th>
                <th scope="col">{words.protocol}</th>
                <th scope="col">{words.address}</th>
                <th scope="col">{words.port}</th>
                <th scope="col">{words.priority}</th>
                <th scope="col">{words.server}</th>
                <th scope="col">{words.relayProtocol}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row, index) => (
                <tr key={index}>
                  <td>{milliseconds(row.atMs)}</td>
                  <td>{row.type}</td>
                  <td>{row.foundation}</td>
                  <td>{row.protocol}</td>
                  <td>{row.address}</td>
                  <td>{row.port}</td>
                  <td>{row.priority}</td>
                  <td>{row.url}</td>
                  <td>{row.relayProtocol}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </details>
  );
}
