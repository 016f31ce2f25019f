import { expect, it } from 'vitest';
import { leftovers } from './leftovers.ts';
import type { NodeState } from './node-state.ts';

const empty: NodeState = {
  heapMb: 20,
  rssMb: 100,
  connections: 0,
  rooms: 0,
  peers: 0,
  resources: new Map([['Timeout', 5]]),
};

it('a node that is as it was has left nothing behind', () => {
  const after = { ...empty, heapMb: 21, rssMb: 110, resources: new Map([['Timeout', 6]]) };
  expect(leftovers('n', empty, after)).toEqual([]);
});

it.each([
  ['connections', { connections: 1 }],
  ['rooms', { rooms: 1 }],
  ['peers', { peers: 2 }],
  ['Timeout', { resources: new Map([['Timeout', 9]]) }],
  ['TCPSocketWrap', { resources: new Map([['TCPSocketWrap', 3]]) }],
  ['heap', { heapMb: 24 }],
  ['RSS', { rssMb: 130 }],
])('what is left of %s is told', (what, change) => {
  expect(leftovers('n', empty, { ...empty, ...change }).join()).toContain(what);
});
