// Calls through nginx, two signaling nodes, Redis and coturn, with the two peers on different nodes.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { REFUSED_SOCKET, launchBrowser } from '../support/browser.ts';
import type { TestBrowser } from '../support/browser.ts';
import { selectedPairs } from '../support/page-stats.ts';
import { hintTo } from '../support/proxy-hint.ts';
import { has } from '../support/requirements.ts';
import { countConnections, meetAcrossNodes, talk, talkOfThree } from '../support/stack-meeting.ts';
import { containerOfNode, docker, scaleSignaling, stack } from '../support/stack.ts';

describe.skipIf(!has.docker || !has.chromium)('a call through the whole stack', () => {
  let browser: TestBrowser;

  beforeAll(async () => {
    browser = await launchBrowser();
  });

  afterAll(async () => browser?.[Symbol.asyncDispose]());

  afterEach(() => browser.checkComplaints());

  it('two people on different nodes see each other and chat', async () => {
    await using ann = await browser.visitor();
    await using bob = await browser.visitor();
    await meetAcrossNodes(ann, bob);
    await talk(ann, bob);
    await ann.say('Hello from the other node');
    await bob.hear('Hello from the other node');
  });

  it('with relays only, everything goes from relay to relay through our coturn', async () => {
    await using ann = await browser.visitor();
    await using bob = await browser.visitor();
    await meetAcrossNodes(ann, bob, '?ice=relay');
    await talk(ann, bob);
    for (const { page } of [ann, bob]) {
      const pairs = await selectedPairs(page);
      expect(pairs).toHaveLength(1);
      expect(pairs[0]).toMatchObject({ local: { type: 'relay' }, remote: { type: 'relay' } });
      expect(pairs[0]?.local.url).toContain(`:localhost:${stack.turnPort}?`);
      for (const port of [pairs[0]?.local.port, pairs[0]?.remote.port]) {
        expect(port).toBeGreaterThanOrEqual(stack.relayPorts.min);
        expect(port).toBeLessThanOrEqual(stack.relayPorts.max);
      }
    }
  });

  it.each([
    ['stop', 'nobody notices', []],
    ['kill', 'the page says so', ['Reconnecting, you can keep talking.']],
  ])(
    'a node may %s: %s, and the session goes on elsewhere, the call untouched',
    async (verb, _what, banners) => {
      await using ann = await browser.visitor();
      await using bob = await browser.visitor();
      await meetAcrossNodes(ann, bob);
      await talk(ann, bob);
      const container = await containerOfNode(ann.joined.node);
      const [place, survivor] = [ann.joined.id, bob.joined.node];
      const connections = await countConnections(ann, bob);
      try {
        await docker(verb, container);
        await ann.comesBack();
        expect(ann.joined).toMatchObject({ type: 'resumed', id: place, node: survivor });
        await talk(ann, bob);
        expect(await countConnections(ann, bob)).toEqual(connections);
        await bob.say('Here you are again');
        await ann.hear('Here you are again');
        expect([await ann.banners(), await bob.banners()]).toEqual([banners, []]);
      } finally {
        await scaleSignaling(2);
      }
      browser.checkComplaints(REFUSED_SOCKET);
    },
  );

  it('a call goes on while the stack is scaled up and down, also for whoever was on the node that goes', async () => {
    await using ann = await browser.visitor();
    await using bob = await browser.visitor();
    await meetAcrossNodes(ann, bob);
    await talk(ann, bob);
    const old = [ann.joined.node, bob.joined.node];
    await using cleo = await browser.visitor();
    await cleo.open(stack.http, ann.joined.room);
    try {
      await scaleSignaling(3);
      await cleo.useHint(await hintTo(stack, (node) => !old.includes(node)));
      await cleo.join('Cleo');
      await talkOfThree(ann, bob, cleo);
      await scaleSignaling(2); // the newest goes
      await cleo.comesBack();
      expect(old).toContain(cleo.joined.node);
      await talkOfThree(ann, bob, cleo);
    } finally {
      await scaleSignaling(2);
    }
    expect(await Promise.all([ann, bob, cleo].map((each) => each.banners()))).toEqual([[], [], []]);
    browser.checkComplaints(REFUSED_SOCKET);
  });
});
