import { newcomer } from '@parley/client/peer-view';
import type { PeerView } from '@parley/client/peer-view';
import { expect, it } from 'vitest';
import { reachOf } from './reach.ts';

function peer(name: string, path: PeerView['path'], hears: boolean): PeerView {
  return { ...newcomer(name, name, new EventTarget() as MediaStream), path, hears };
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
