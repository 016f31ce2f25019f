import { checkLinkWords } from '../words/check-link-words.ts';

/** Leads from the start page to the connection test. */
export function CheckLink() {
  return (
    <a class="button is-quiet" href="/check" data-testid="check-link">
      {checkLinkWords.value.start}
    </a>
  );
}

/** Leads there out of a call, which goes on in its own tab. */
export function CheckLinkInTrouble() {
  const { trouble, newTab } = checkLinkWords.value;
  return (
    <a class="check-link" href="/check" target="_blank" rel="noopener" data-testid="check-link">
      {trouble}
      <span class="visually-hidden"> {newTab}</span>
    </a>
  );
}
