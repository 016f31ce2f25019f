import { describe, expect, it } from 'vitest';
import { HandWritten, broken } from './hand-written.ts';
import { checkOneSocket } from './one-socket.ts';

const TWO = ['one live socket a session'];
const taken = () => new HandWritten().join(1, 'ann', ['bob']).wait(100).resume(2, 'ann', ['bob']);

describe('two live sockets of one session', () => {
  it('are seen where the earlier stays open', () => {
    expect(broken(checkOneSocket(taken().close(1, 4501).told()))).toEqual([]);
    expect(broken(checkOneSocket(taken().wait(1_600).close(1, 4501).told()))).toEqual(TWO);
    expect(broken(checkOneSocket(taken().told()))).toEqual(TWO);
  });

  it('are let pass while the node of the earlier stands still', () => {
    const frozen = () =>
      new HandWritten().join(1, 'ann', ['bob']).node('n1', 'frozen').resume(2, 'ann', ['bob']);
    const thawed = () => frozen().wait(5_000).node('n1', 'thawed');
    expect(broken(checkOneSocket(thawed().wait(1_000).close(1, 4501).told()))).toEqual([]);
    expect(broken(checkOneSocket(thawed().told()))).toEqual(TWO);
    expect(broken(checkOneSocket(frozen().node('n1', 'killed').told()))).toEqual([]);
  });

  it('are seen where a message comes to the earlier that was sent later', () => {
    const sent = () =>
      new HandWritten().join(3, 'bob', ['ann'], 'n2').join(1, 'ann', ['bob']).resume(2, 'ann', ['bob']);
    const late = (ms: number) => sent().wait(ms).send(3, 7, 'ann').receive(1, 'bob', 7).close(1, 4501).told();
    expect(broken(checkOneSocket(late(100)))).toEqual([]);
    expect(broken(checkOneSocket(late(600)))).toEqual(TWO);
  });

  it('are claimed by a server that closes a socket with 4501 and has no other', () => {
    const lone = new HandWritten().join(1, 'ann', ['bob']).wait(10).close(1, 4501);
    expect(broken(checkOneSocket(lone.told()))).toEqual(TWO);
    // The request that came first must not push out the one that came after it.
    const late = new HandWritten()
      .join(1, 'ann', [])
      .resume(2, 'ann', [])
      .close(1, 4501)
      .resume(3, 'ann', []);
    expect(broken(checkOneSocket(late.close(2, 4501).close(3, 4501).told()))).toEqual(TWO);
  });
});
