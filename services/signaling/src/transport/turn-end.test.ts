import { setImmediate as turn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { TurnEnd } from './turn-end.ts';

it('the end of a turn comes after what the turn still does, once for each that asked', async () => {
  const done: string[] = [];
  const end = new TurnEnd((error) => done.push(String(error)));
  end.add({ flush: () => done.push('first') });
  end.add({ flush: () => done.push('second') });
  await Promise.resolve();
  done.push('the rest of the turn');
  await turn();
  expect(done).toEqual(['the rest of the turn', 'first', 'second']);
  await turn();
  expect(done).toHaveLength(3);
});

it('one whose flush throws keeps nobody else from it', async () => {
  const done: string[] = [];
  const end = new TurnEnd((error) => done.push(String(error)));
  end.add({
    flush() {
      throw new Error('broken');
    },
  });
  end.add({ flush: () => done.push('second') });
  await turn();
  expect(done).toEqual(['Error: broken', 'second']);
});

it('who asks while a turn ends is called at the end of the next', async () => {
  const done: string[] = [];
  const end = new TurnEnd(() => {});
  end.add({ flush: () => end.add({ flush: () => done.push('later') }) });
  await turn();
  await turn();
  expect(done).toEqual(['later']);
});
