import { describe, expect, it } from 'vitest';
import { HandWritten } from '../checks/hand-written.ts';
import { countKicked } from './kicked.ts';

const ann = () => new HandWritten().join(1, 'ann', []);

describe('who counts as thrown out', () => {
  it('is one whose socket a server closed that nobody had harmed', () => {
    expect(countKicked(ann().close(1, 4000).told())).toBe(1);
    expect(countKicked(ann().node('n2', 'killed').close(1, 1006).told())).toBe(1);
  });

  it('is not one whose node was killed or told to stop', () => {
    expect(countKicked(ann().node('n1', 'killed').close(1, 1006).told())).toBe(0);
    expect(countKicked(ann().node('n1', 'told to stop').close(1, 1012).told())).toBe(0);
    expect(countKicked(ann().node('n1', 'told to stop').close(1, 4500).told())).toBe(1);
  });

  it('is not one who ended the socket, was deaf, or went on elsewhere', () => {
    expect(countKicked(ann().end(1, 'cut').told())).toBe(0);
    expect(countKicked(ann().deaf(1).close(1, 1006).told())).toBe(0);
    expect(countKicked(ann().resume(2, 'ann', []).close(1, 4501).told())).toBe(0);
    expect(countKicked(ann().close(1, 4501).told())).toBe(1);
  });

  it('is one who came back and was told that the session is over', () => {
    expect(countKicked(ann().end(1, 'cut').resume(2, 'ann', 'session_expired').told())).toBe(1);
  });
});
