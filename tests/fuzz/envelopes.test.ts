import { decodeBatch, encodeBatch } from '@parley/signaling/relay/envelope-codec';
import type { Batch } from '@parley/signaling/relay/envelope-codec';
import { nodeChannel } from '@parley/signaling/redis/redis-keys';
import * as fc from 'fast-check';
import { expect, inject, it } from 'vitest';
import { startReadyNode } from '../support/node-fixture.ts';
import { ask } from '../support/redis-admin.ts';
import { has } from '../support/requirements.ts';
import { TestClient, freshRoom } from '../support/test-client.ts';
import { TIMEOUT_MS, asLongAsThereIsTime } from './budget.ts';
import { mutated } from './mutations.ts';

const name = fc.constantFrom('n1', 'n2', 'a', 'b', 'red');
const number = fc.oneof(fc.nat({ max: 5 }), fc.maxSafeNat());
const member = fc.record({ id: name, node: name, seq: number, gen: number, term: number, tokenHash: name });
const envelope = fc.oneof(
  fc.record({
    kind: fc.constant('deliver' as const),
    room: name,
    from: name,
    to: fc.array(name, { minLength: 1, maxLength: 3 }),
    frame: fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
  }),
  fc.record({
    kind: fc.constant('change' as const),
    room: name,
    epoch: number,
    change: fc.oneof(
      fc.record({ type: fc.constant('join' as const), seq: number, member }),
      fc.record({
        type: fc.constant('leave' as const),
        seq: number,
        id: name,
        reason: fc.constantFrom('left', 'lost'),
      }),
    ),
  }),
  fc.record({ kind: fc.constant('look' as const), room: name, epoch: number, seq: number }),
  fc.record({ kind: fc.constant('mail' as const), room: name, id: name }),
  fc.record({ kind: fc.constant('mark' as const), mark: number }),
  fc.record({ kind: fc.constant('passed' as const), mark: number }),
  fc.record({ kind: fc.constant('settle' as const), mark: number, room: name, id: name }),
  fc.constant(undefined),
);
const batch = fc
  .record({
    head: fc.record({
      node: name,
      life: name,
      first: fc.nat({ max: 9 }),
      base: fc.nat({ max: 9 }),
      confirms: fc.record({ life: name, upTo: fc.nat({ max: 9 }) }),
      again: fc.boolean(),
    }),
    envelopes: fc.array(envelope, { maxLength: 4 }),
  })
  .map((sent: Batch) => encodeBatch(sent));

it(
  'a batch is read as what it is, or refused by an error',
  () => {
    fc.assert(
      fc.property(mutated(batch), (bytes) => {
        let read: Batch;
        try {
          read = decodeBatch(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(Error);
          // Not for want of memory, nor of stack.
          expect(error).not.toBeInstanceOf(RangeError);
          return;
        }
        expect(decodeBatch(encodeBatch(read))).toEqual(read);
      }),
      asLongAsThereIsTime(),
    );
  },
  TIMEOUT_MS,
);

it.runIf(has.redis)(
  'whatever is said on its channel, a node lives on, and its clients come, talk and go',
  async () => {
    const url = inject('redisUrl') ?? expect.fail('no Redis was started');
    const prefix = `test-${crypto.randomUUID()}:`;
    await using node = await startReadyNode({ redis: { url, prefix }, env: { LOG_LEVEL: 'silent' } });
    const channel = nodeChannel(prefix, node.id);
    await ask(url, async (redis) => {
      await fc.assert(
        fc.asyncProperty(fc.array(mutated(batch), { maxLength: 20 }), async (batches) => {
          for (const bytes of batches) void redis.publish(channel, bytes);
          const room = freshRoom();
          await using ann = await TestClient.join(node, room);
          await using bob = await TestClient.join(node, room);
          bob.send({ type: 'message', room, to: ann.joined.id, data: 1 });
          expect(await ann.next('message')).toMatchObject({ from: bob.joined.id, data: 1 });
        }),
        asLongAsThereIsTime(),
      );
    });
    const metrics = await (await fetch(`${node.operator}/metrics`)).text();
    // Batches that are none are counted there, and nothing else went wrong.
    expect(metrics).toContain('signaling_faults_total{where="socket"} 0');
    expect(metrics).toContain('signaling_faults_total{where="background"} 0');
  },
  TIMEOUT_MS,
);
