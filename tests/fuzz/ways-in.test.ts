import { jwtGatekeeper } from '@parley/signaling/admission/jwt-gatekeeper';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { startNode } from '../support/node-fixture.ts';
import { JOIN_TOKEN_SECRET, roomToken } from '../support/room-token.ts';
import { TestClient, freshRoom } from '../support/test-client.ts';
import { TIMEOUT_MS, asLongAsThereIsTime } from './budget.ts';
import { mutated } from './mutations.ts';

it(
  'a room token that was changed in any way lets nobody in',
  async () => {
    const gate = jwtGatekeeper({ secrets: [JOIN_TOKEN_SECRET] }, 0);
    const right = await roomToken('red', 86_400, { sub: 'ann', name: 'Ann' });
    const bytes = fc.constant(Buffer.from(right));
    const parts = mutated(fc.constant(Buffer.from('{"alg":"HS256"}'))).map((head) =>
      Buffer.from([head.toString('base64url'), ...right.split('.').slice(1)].join('.')),
    );
    await fc.assert(
      fc.asyncProperty(fc.oneof(mutated(bytes), parts), async (shown) => {
        const token = shown.toString();
        const verdict = await gate.check(token, 'red');
        if (sameToken(token, right)) return;
        expect(verdict).toEqual({ ok: false, why: 'invalid' });
      }),
      asLongAsThereIsTime(),
    );
  },
  TIMEOUT_MS,
);

it(
  'nobody resumes by a token that is not the one, and the session is left as it was',
  async () => {
    await using node = await startNode({
      env: { MESSAGE_RATE: '100000', MESSAGE_BURST: '100000', LOG_LEVEL: 'silent' },
    });
    const room = freshRoom();
    await using ann = await TestClient.join(node, room);
    await using eve = await TestClient.connect(node);
    const { id, token } = ann.joined;
    const guess = mutated(fc.constant(Buffer.from(token))).map((bytes) => bytes.toString());
    await fc.assert(
      fc.asyncProperty(guess, fc.constantFrom(id, id.toLowerCase(), ''), async (shown, as) => {
        fc.pre(shown !== token);
        eve.send({ type: 'resume', room, id: as, token: shown });
        const { code } = await eve.next('error');
        expect(['session_expired', 'bad_message']).toContain(code);
        // So that three frames that are none are not in a row.
        await eve.settle();
      }),
      asLongAsThereIsTime(),
    );
    ann.send({ type: 'join', room, ref: 'still' });
    expect(await ann.next('joined')).toMatchObject({ id, token, ref: 'still' });
  },
  TIMEOUT_MS,
);

/** Base64 has several spellings of the same bytes: the last letter holds bits that count for nothing. */
function sameToken(one: string, other: string): boolean {
  const parts = (token: string) =>
    token.split('.').map((part) => Buffer.from(part, 'base64url').toString('hex'));
  return parts(one).join('.') === parts(other).join('.');
}
