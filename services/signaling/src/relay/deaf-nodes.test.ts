import pino from 'pino';
import { expect, it } from 'vitest';
import { DeafNodes } from './deaf-nodes.ts';

function listen() {
  const lines: string[] = [];
  const log = pino(
    { base: null, timestamp: false, formatters: { level: (level) => ({ level }) } },
    { write: (line: string) => void lines.push(line) },
  );
  return { deaf: new DeafNodes(log), told: () => lines.map((line) => JSON.parse(line) as unknown) };
}

it('tells once that a node went deaf, however much it misses', () => {
  const { deaf, told } = listen();
  for (let batch = 0; batch < 100; batch += 1) deaf.missed('red', 3);
  expect(told()).toEqual([{ level: 'warn', targetNode: 'red', envelopes: 3, msg: 'a node does not hear' }]);
});

it('tells once that it hears again, and how much it missed', () => {
  const { deaf, told } = listen();
  deaf.missed('red', 3);
  deaf.missed('red', 4);
  deaf.heard('red');
  deaf.heard('red');
  expect(told().slice(1)).toEqual([
    { level: 'info', targetNode: 'red', envelopes: 7, msg: 'a node hears again' },
  ]);
});

it('tells of each node by itself, and of one that goes deaf anew', () => {
  const { deaf, told } = listen();
  deaf.missed('red', 1);
  deaf.missed('blue', 1);
  deaf.heard('red');
  deaf.missed('red', 1);
  expect(told()).toMatchObject([
    { targetNode: 'red', msg: 'a node does not hear' },
    { targetNode: 'blue', msg: 'a node does not hear' },
    { targetNode: 'red', msg: 'a node hears again' },
    { targetNode: 'red', msg: 'a node does not hear' },
  ]);
});

it('says nothing of nodes that always heard', () => {
  const { deaf, told } = listen();
  deaf.heard('red');
  expect(told()).toEqual([]);
});
