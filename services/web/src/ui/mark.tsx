import { commonWords } from '../words/common-words.ts';

/** Two speech shapes that share an edge. */
export function Mark() {
  return (
    <svg class="mark" viewBox="0 0 32 32" width="28" height="28" aria-hidden="true">
      <path fill="currentColor" d="M16.6 4H10a8 8 0 0 0-8 8v3.5a8 8 0 0 0 4 6.9V28l5.6-4.5h5z" />
      <path
        fill="none"
        stroke="currentColor"
        stroke-width="2.8"
        stroke-linejoin="round"
        d="M16.6 5.4H22a6.6 6.6 0 0 1 6.6 6.6v3.5a6.6 6.6 0 0 1-4 6.1v4.5l-5-4h-3z"
      />
    </svg>
  );
}

export function Brand({ href }: { href: string }) {
  return (
    <a class="brand" href={href}>
      <Mark />
      <span>{commonWords.value.brand}</span>
    </a>
  );
}
