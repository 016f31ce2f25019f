import type { Fate, Outcome } from './fates.ts';
import type { Violation } from './violation.ts';

/** What was confirmed to a sender reaches the peer, or the sender is told, or one of the two is gone. */
export function checkLoss(outcomes: readonly Outcome[], endedAt: number): Violation[] {
  const lost = outcomes.filter(({ fate }) => fate === 'lost');
  // One line for each pair of peers: what was lost together has one cause.
  const pairs = Map.groupBy(lost, ({ sent, to }) => `${sent.from} ${to}`);
  return [...pairs.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const numbers = group.map(({ sent }) => sent.number);
    const { sent, to } = first;
    const text = `${to} never got ${numbers.length} messages of ${sent.from}, which were confirmed, and nobody was told: ${numbers.slice(0, 20).join(', ')}`;
    const until = Math.min(endedAt, (first.confirmedAt ?? sent.at) + 6_000);
    return [
      {
        invariant: 'no silent loss',
        text,
        from: sent.at - 3_000,
        to: until,
        peers: [sent.from, to],
        numbers,
      },
    ];
  });
}

export type FateCounts = Record<Fate, number>;

/** How many messages met each fate; one to three peers counts three times. */
export function countFates(outcomes: readonly Outcome[]): FateCounts {
  const counts: FateCounts = {
    delivered: 0,
    told: 0,
    unconfirmed: 0,
    ended: 0,
    'in flight': 0,
    'sender gone': 0,
    'gone with redis': 0,
    lost: 0,
  };
  for (const { fate } of outcomes) counts[fate] += 1;
  return counts;
}
