import { describe, expect, it } from 'vitest';
import { explain } from './explain.ts';
import { HandWritten } from './hand-written.ts';

describe('an explanation', () => {
  const story = new HandWritten()
    .join(1, 'ann', ['bob'])
    .join(2, 'bob', ['ann'])
    .join(3, 'eve', [])
    .send(1, 7, 'bob')
    .send(1, 8, 'bob')
    .end(2, 'cut')
    .resume(4, 'bob', 'session_expired')
    .told();
  const about = { invariant: 'no silent loss', text: 'bob never got 7', from: 0, to: Infinity };
  const text = explain(story, { ...about, peers: ['ann', 'bob'], numbers: [7] });

  it('names the promise and shows what concerns its peers, a refused resume too', () => {
    expect(text).toContain('BROKEN: no silent loss: bob never got 7');
    expect(text).toContain('socket 2: its client ends it (cut)');
    expect(text).toContain('session_expired');
  });

  it('leaves out other peers, other messages and tokens', () => {
    expect(text).toContain('"data":7');
    expect(text).not.toContain('"data":8');
    expect(text).not.toContain('socket 3');
    expect(text).not.toContain('"token"');
  });
});
