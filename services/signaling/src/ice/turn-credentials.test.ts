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
  expect(issueIce(settings, 'a', 0).iceServers).toEqual([{ urls: ['stun:s'] }]);
  expect(issueIce({ ...settings, turnSecret: 'x' }, 'a', 0).iceServers).toHaveLength(2);
});
