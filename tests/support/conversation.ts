import { startReadyNode } from './node-fixture.ts';
import type { NodeOptions, RunningNode } from './node-fixture.ts';
import { poll } from './poll.ts';
import { TestClient, freshRoom } from './test-client.ts';

type Peer = Awaited<ReturnType<typeof TestClient.join>>;

/** Two nodes, and a peer on each, in one room. */
export interface Conversation extends AsyncDisposable {
  readonly nodes: readonly [RunningNode, RunningNode];
  readonly room: string;
  readonly ann: Peer;
  readonly bob: Peer;
  readonly prefix: string;
  /** Each says something new to the other, once, and it arrives. */
  talk(): Promise<void>;
  /** Resolves when neither node takes clients. */
  untilAway(): Promise<void>;
  untilReady(): Promise<void>;
  /** A newcomer comes in, and both hear of it. */
  meet(): Promise<Peer>;
  /** The newcomer goes, and both hear of it. */
  part(newcomer: Peer): Promise<void>;
  /** Neither of the two was closed, or missed. */
  readonly undisturbed: boolean;
}

/** Starts two nodes over one Redis, whatever its kind, and lets a peer of each talk to the other. */
export async function startConversation(url: string, env: NodeOptions['env'] = {}): Promise<Conversation> {
  const prefix = `test-${crypto.randomUUID()}:`;
  const redis = { url, prefix };
  const nodes = [await startReadyNode({ env, redis }), await startReadyNode({ env, redis })] as const;
  const room = freshRoom();
  const ann = await TestClient.join(nodes[0], room, 'Ann');
  const bob = await TestClient.join(nodes[1], room, 'Bob');
  await ann.next('otherjoin');
  const reasons = () => nodes.map(({ store }) => store.notReady());
  const conversation: Conversation = {
    nodes,
    room,
    ann,
    bob,
    prefix,
    async talk() {
      await say(ann, bob, room);
      await say(bob, ann, room);
    },
    untilAway: () => poll('both nodes noticed', () => reasons().every((reason) => reason !== undefined)),
    untilReady: () =>
      poll('both nodes are ready', () => reasons().every((reason) => reason === undefined), 30_000),
    async meet() {
      const eve = await TestClient.join(nodes[0], room, 'Eve');
      for (const peer of [ann, bob]) {
        while ((await peer.next('otherjoin')).id !== eve.joined.id);
      }
      return eve;
    },
    async part(eve) {
      eve.send({ type: 'leave', room });
      await eve.next('leaved');
      for (const peer of [ann, bob]) {
        while ((await peer.next('bye')).id !== eve.joined.id);
      }
    },
    get undisturbed() {
      return [ann, bob].every(({ socket, frames }) => socket.readyState === socket.OPEN && !missed(frames));
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([ann, bob].map((peer) => peer[Symbol.asyncDispose]()));
      await Promise.all(nodes.map((node) => node.close()));
    },
  };
  await conversation.talk();
  return conversation;

  function missed(frames: readonly string[]): boolean {
    const ids: unknown[] = [ann.joined.id, bob.joined.id];
    return frames
      .map((frame) => JSON.parse(frame))
      .some(({ type, id }) => type === 'bye' && ids.includes(id));
  }
}

async function say(from: Peer, to: Peer, room: string): Promise<void> {
  const data = crypto.randomUUID();
  from.send({ type: 'message', room, to: to.joined.id, data });
  while ((await to.next('message')).data !== data);
}
