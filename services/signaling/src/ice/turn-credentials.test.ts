import { expect, it } from 'vitest';
import { issueIce, turnCredential } from './turn-credentials.ts';

it('makes the credential that coturn checks: HMAC-SHA1 over expiry and peer', () => {
  // From `printf '1700000600:peer' | openssl dgst -sha1 -hmac secret -binary | base64`.
  expect(turnCredential('secret', 'peer', 1_700_000_000_999, 600_000)).toEqual({
    username: '1700000600:peer',
    credential: 'JIMBOgZtVZt6MizFLy22kZZG/1U=',
  });
});

it('lists STUN without credentials, and TURN only where there is a secret', () => {
  const settings = { stunUrls: ['stun:s'], turnUrls: ['turn:t'], turnSecret: undefined, turnTtlMs: 1000 };
  expect(issueIce(settings, { peer: 'a' }, 0).iceServers).toEqual([{ urls: ['stun:s'] }]);
  expect(issueIce({ ...settings, turnSecret: 'x' }, { peer: 'a' }, 0).iceServers).toHaveLength(2);
});

it('names a person the same for each of their peers, and so that only who has the secret can tell who that is', () => {
  const settings = { stunUrls: [], turnUrls: ['turn:t'], turnTtlMs: 1000 };
  const nameOf = (turnSecret: string, peer: string, person?: string) =>
    issueIce({ ...settings, turnSecret }, { peer, person }, 0).iceServers[0]?.username;
  expect(nameOf('x', 'a', 'sAnn')).toBe(nameOf('x', 'b', 'sAnn'));
  expect(nameOf('x', 'a', 'sAnn')).not.toBe(nameOf('x', 'a', 'sBob'));
  expect(nameOf('x', 'a', 'sAnn')).not.toBe(nameOf('y', 'a', 'sAnn'));
  expect(nameOf('x', 'a')).toBe('1:a');
});
