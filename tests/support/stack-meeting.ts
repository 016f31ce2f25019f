// People who meet on the Compose stack, and what shows that they are in a call.
import { expect } from 'vitest';
import type { CallPage } from './call-page.ts';
import { hintTo } from './proxy-hint.ts';
import { stack } from './stack.ts';
import { freshRoom } from './test-client.ts';

/** Puts the two into one room, each on a node of their own. */
export async function meetAcrossNodes(ann: CallPage, bob: CallPage, query = ''): Promise<void> {
  const room = freshRoom();
  await ann.enter(stack.http, room, 'Ann', query);
  await bob.open(stack.http, room, query);
  await bob.useHint(await hintTo(stack, (node) => node !== ann.joined.node));
  await bob.join('Bob');
  await bob.see('leave').waitFor();
  expect(bob.joined.node).not.toBe(ann.joined.node);
}

/** How many peer connections each page has made so far. */
export function countConnections(...people: CallPage[]): Promise<number[]> {
  return Promise.all(people.map(({ page }) => page.evaluate(() => window.parleyProbe.connections.length)));
}

/** Both have a tile of the other, and only of the other, and decode what comes. */
export async function talk(ann: CallPage, bob: CallPage): Promise<void> {
  await Promise.all([ann.company('Bob'), bob.company('Ann')]);
  await Promise.all([ann.receivesVideo(), bob.receivesVideo()]);
}

/** The same for three. */
export async function talkOfThree(ann: CallPage, bob: CallPage, cleo: CallPage): Promise<void> {
  await Promise.all([ann.company('Bob', 'Cleo'), bob.company('Ann', 'Cleo'), cleo.company('Ann', 'Bob')]);
  await Promise.all([ann, bob, cleo].map((person) => person.receivesVideo(2)));
}
