import { StoreUnavailable } from '@parley/signaling/membership/store-unavailable';
import type { Store } from '@parley/signaling/store';
import { describe, expect, inject, it } from 'vitest';
import { failingOnce, intercept } from '../support/intercept.ts';
import { startNode, startReadyNode } from '../support/node-fixture.ts';
import type { RunningNode } from '../support/node-fixture.ts';
import { poll } from '../support/poll.ts';
import { has } from '../support/requirements.ts';
import { JOIN_TOKEN_SECRET, roomToken } from '../support/room-token.ts';
import { TestClient, freshRoom, upgradeStatus } from '../support/test-client.ts';

const TURN = { TURN_URLS: 'turn:t.example', TURN_SECRET: 'a-secret-of-at-least-sixteen' };
const EVERYTHING = { LOG_LEVEL: 'trace', TRUST_PROXY: '127.0.0.1', ...TURN };
const SDP = 'v=0\r\no=- 46117 2 IN IP4 192.0.2.77';
const CANDIDATE = 'candidate:1 1 udp 2122 192.0.2.78 50000 typ host';
/** Documentation addresses (RFC 5737, RFC 3849): what of them is in a log came from a client. */
const NEVER = ['192.0.2.', '198.51.100.', '2001:db8', 'IN IP4', 'typ host', 'in-clear', 'secret-query'];

/** What of all this is in the log of any of these nodes. */
function leaks(nodes: readonly RunningNode[], secrets: readonly string[]): string[] {
  const lines = nodes.flatMap(({ log }) => log);
  const found = [...NEVER, ...secrets].filter((secret) => lines.some((line) => line.includes(secret)));
  // The peers' own address, as opposed to the listener's.
  const own = lines.filter((line) => line.includes('127.0.0.1') && !line.includes('listening'));
  return [...found, ...own];
}

const credentialsOf = ({
  joined,
}: {
  joined: { iceServers: { credential?: string; username?: string }[] };
}) => {
  const [turn] = joined.iceServers;
  return [turn?.credential ?? expect.fail('no credential'), turn?.username ?? expect.fail('no username')];
};

/** A visit with all that a client may say, right and wrong. */
async function visit(node: RunningNode, room: string): Promise<string[]> {
  const ann = await TestClient.join(node, room, 'Ann Lee');
  const bob = await TestClient.join(node, room);
  bob.send({ type: 'message', room, to: ann.joined.id, data: { type: 'offer', sdp: SDP } });
  bob.send({ type: 'message', room, data: { type: 'candidate', candidate: CANDIDATE } });
  bob.send({ type: 'message', room, to: 'nobody', data: { sdp: SDP }, ref: 'ref-in-clear' });
  bob.send({ type: 'join', room, token: 'room-token-in-clear' });
  bob.sendText('{"sdp": broken 192.0.2.79');
  bob.send({ type: 'resume', room, id: 'x', token: 'resume-token-in-clear', roomToken: 'room-in-clear' });
  bob.send({ type: 'dance', candidate: CANDIDATE });
  bob.send({ type: 'join', room: 'no room in-clear', name: 'name\nin-clear' });
  await bob.settle();
  await fetch(`${node.http}/api/ice-servers?secret-query`);
  await fetch(`${node.http}/nowhere?secret-query`, { headers: { 'x-forwarded-for': '198.51.100.7' } });
  await bob.cut();
  await ann.close();
  return [room, 'Ann Lee', ann.joined.token, bob.joined.token, ...credentialsOf(ann)];
}

describe('the log, at its most talkative', () => {
  it('holds no SDP, candidate, token, credential, name of a room or address of a peer', async () => {
    await using node = await startNode({ env: EVERYTHING });
    const secrets = await visit(node, freshRoom());
    await node.close();
    expect(node.log.join('\n')).toContain('peer joined');
    expect(node.log.join('\n')).toContain('connection closed');
    expect(leaks([node], secrets)).toEqual([]);
  });

  it('tells nothing of room tokens, whether they are good or not, nor of who was refused', async () => {
    const env = {
      ...EVERYTHING,
      JOIN_TOKEN_SECRET,
      CONNECTS_PER_ADDRESS: '3',
      FAILED_JOINS_PER_ADDRESS: '1',
    };
    await using node = await startNode({ env });
    const room = freshRoom();
    const good = await roomToken(room, 600, { sub: 'sub-in-clear', name: 'Ann in-clear' });
    const bad = await roomToken(room, 600, {}, 'another secret of at least 32 bytes');
    const client = await TestClient.connect(node, { forwarded: { for: '198.51.100.7' } });
    for (const token of [good, good, bad, bad, undefined]) {
      client.send({ type: 'join', room, token });
      await client.nextOf(['joined', 'error']);
      client.send({ type: 'leave', room });
      await client.nextOf(['leaved', 'error']);
    }
    await client.close();
    for (let tries = 0; tries < 4; tries += 1) {
      await upgradeStatus(node, { forwarded: { for: '2001:db8::7' } });
      await upgradeStatus(node, { origin: 'https://evil.example/in-clear', protocols: ['secret-query'] });
    }
    const log = node.log.join('\n');
    expect(log).toContain('request refused');
    expect(
      leaks([node], [room, good, bad, JOIN_TOKEN_SECRET, ...good.split('.'), ...bad.split('.')]),
    ).toEqual([]);
  });

  it.runIf(has.redis)(
    'tells no more when things go wrong, and a session goes from node to node',
    async () => {
      const url = inject('redisUrl') ?? expect.fail('no Redis was started');
      const redis = { url, prefix: `test-${crypto.randomUUID()}:` };
      // What a store's library would tell of a command that failed.
      const command = { name: 'evalsha', args: [SDP, 'token-in-clear'] };
      const broken = Object.assign(new Error('a bug'), { command });
      const wrapStore = (store: Store): Store => ({
        ...store,
        membership: intercept(
          intercept(store.membership, 'attach', (attach) => failingOnce(attach, broken)),
          'deposit',
          (deposit) => failingOnce(deposit, new StoreUnavailable(broken)),
        ),
      });
      await using one = await startReadyNode({ env: EVERYTHING, redis });
      await using two = await startReadyNode({ env: EVERYTHING, redis, wrapStore });
      const room = freshRoom();
      const ann = await TestClient.join(one, room, 'Ann Lee');
      const bob = await TestClient.join(two, room);
      await ann.cut();
      bob.send({ type: 'message', room, to: ann.joined.id, data: { type: 'offer', sdp: SDP } });
      await bob.settle();
      const resume = async () => {
        const client = await TestClient.connect(two);
        client.send({ type: 'resume', room, id: ann.joined.id, token: ann.joined.token });
        return Object.assign(client, { answer: await client.nextOf(['resumed', 'error']) });
      };
      const failed = await resume();
      expect(failed.answer).toMatchObject({ code: 'internal' });
      const back = await resume();
      expect(back.answer).toMatchObject({ type: 'resumed' });
      const fresh = back.answer.type === 'resumed' ? back.answer.token : expect.fail('not resumed');
      await Promise.all([failed.cut(), back.close(), bob.close()]);
      await poll(
        'both are told to be gone',
        () => two.log.filter((line) => line.includes('peer left')).length >= 2,
      );
      await Promise.all([one.close(), two.close()]);
      const secrets = [room, 'Ann Lee', ann.joined.token, bob.joined.token, fresh, ...credentialsOf(ann)];
      expect([...one.log, ...two.log].join('\n')).toContain('a bug');
      expect(leaks([one, two], secrets)).toEqual([]);
    },
  );
});
