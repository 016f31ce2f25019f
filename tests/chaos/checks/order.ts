import type { SessionStory, Story } from '../history/story.ts';
import { byNumber, messageNumber } from './numbered.ts';
import type { Violation } from './violation.ts';

interface Arrival {
  readonly number: number;
  readonly at: number;
}

/** Messages from one peer to another arrive in the order sent; where one comes twice, its first arrival counts. */
export function checkOrder(story: Story): Violation[] {
  const found: Violation[] = [];
  for (const session of story.sessions.values()) {
    for (const [from, arrivals] of firstArrivals(session)) {
      for (const [index, { number, at }] of arrivals.entries()) {
        const before = arrivals[index - 1];
        if (!before || before.number < number) continue;
        const text = `${session.id} got message ${number} of ${from} after message ${before.number}, which was sent later`;
        const since = byNumber(story).get(number)?.at ?? at;
        const about = { peers: [from, session.id], numbers: [before.number, number] };
        found.push({ invariant: 'order', text, from: since - 500, to: at, ...about });
      }
    }
  }
  return found;
}

/** How many messages came to a peer more than once. */
export function countRepeated(story: Story): number {
  let repeated = 0;
  for (const { sockets } of story.sessions.values()) {
    const numbers = sockets.flatMap(({ heard }) => heard.map(({ message }) => messageNumber(message)));
    const told = numbers.filter((number) => number !== undefined);
    repeated += told.length - new Set(told).size;
  }
  return repeated;
}

/** By sender. What an earlier socket of the session got comes before what a later one got, whichever was read first. */
function firstArrivals({ sockets }: SessionStory): Map<string, Arrival[]> {
  const seen = new Set<number>();
  const arrivals = new Map<string, Arrival[]>();
  for (const { heard } of sockets) {
    for (const { at, message } of heard) {
      const number = messageNumber(message);
      if (number === undefined || message.type !== 'message' || seen.has(number)) continue;
      seen.add(number);
      const list = arrivals.get(message.from) ?? [];
      list.push({ number, at });
      arrivals.set(message.from, list);
    }
  }
  return arrivals;
}
