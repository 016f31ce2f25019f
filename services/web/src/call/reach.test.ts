import type { PeerView } from '@parley/client/remote-peer';
import { expect, it } from 'vitest';
import { reachOf } from './reach.ts';

const quality = { level: 'good', reason: undefined, path: undefined } as const;
const silent = { restarts: 0, audio: false, video: false, quality };

function peer(name: string, path: PeerView['path'], hears: boolean): PeerView {
  return { id: name, name, path, hears, stream: new EventTarget() as MediaStream, ...silent };
}

it('tells who gets it now, who once their path is back, and who does not', () => {
  const people = [
    peer('Ann', 'connected', true),
    peer('Bob', 'interrupted', true),
    peer('Cleo', 'connecting', false),
    peer('Dan', 'connected', false),
    peer('Eve', 'ended', false),
  ];
  expect(reachOf(people)).toEqual({ now: ['Ann'], later: ['Bob'], missed: ['Cleo', 'Dan'] });
});
