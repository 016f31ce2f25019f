// A process of the herd: peers of the survivor that nothing happened to, who ask it for a word all the time. Tells how
// long each waited, in ms, once it is told that this is enough, and ends.
import { setTimeout as delay } from 'node:timers/promises';
import { WirePeer } from '../wire-peer.ts';

const [port = 0, peers = 0, everyMs = 0] = process.argv.slice(2).map(Number);
const enough = new AbortController();
process.once('message', () => enough.abort());
const watched = Array.from({ length: peers }, (_, index) => new WirePeer(`watched${index}`, () => {}));
for (const peer of watched) await peer.enter(port);

const waited: number[] = [];
for (let turn = 0; !enough.signal.aborted; turn += 1) {
  const asked = performance.now();
  // One that gets no answer counts with the time that it waited.
  await watched[turn % watched.length]?.ask({ type: 'ping' });
  waited.push(performance.now() - asked);
  await delay(everyMs);
}
for (const peer of watched) peer.drop();
process.send?.(waited);
