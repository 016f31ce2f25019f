// The Compose stack with three nodes, one of which is killed in the middle of a call.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { REFUSED_SOCKET, launchBrowser } from '../support/browser.ts';
import type { TestBrowser } from '../support/browser.ts';
import { longestGapMs, noteFrames } from '../support/frame-gaps.ts';
import { reachesAll } from '../support/proxy-hint.ts';
import { has } from '../support/requirements.ts';
import { countConnections, meetAcrossNodes, talk, talkOfThree } from '../support/stack-meeting.ts';
import { containerOfNode, docker, scaleSignaling, stack } from '../support/stack.ts';
import { freshRoom } from '../support/test-client.ts';

/** The picture stands still no longer than this. The fake camera gives one every 100 ms. */
const LONGEST_GAP_MS = 500;
const LOSS = ['Reconnecting, you can keep talking.'];

describe.skipIf(!has.docker || !has.chromium)('a node of three is killed in a call', () => {
  let browser: TestBrowser;

  beforeAll(async () => {
    browser = await launchBrowser();
  });

  afterAll(async () => {
    await Promise.all([browser?.[Symbol.asyncDispose](), scaleSignaling(2)]);
  });

  beforeEach(async () => {
    await scaleSignaling(3);
    await reachesAll(stack, 3);
  });

  afterEach(() => browser.checkComplaints(REFUSED_SOCKET));

  it('that of one of two: the pictures go on, the banner comes and goes, chat and a later join work', async () => {
    await using ann = await browser.visitor();
    await using bob = await browser.visitor();
    await meetAcrossNodes(ann, bob);
    await talk(ann, bob);
    const { id, node, room } = ann.joined;
    const container = await containerOfNode(node);
    const connections = await countConnections(ann, bob);
    const notes = await Promise.all([noteFrames(ann.page), noteFrames(bob.page)]);

    await docker('kill', container);
    await ann.tellsOfLoss();
    await ann.comesBack();
    expect(ann.joined).toMatchObject({ type: 'resumed', id, room });
    expect(ann.joined.node).not.toBe(node);
    await talk(ann, bob);

    for (const stop of notes) expect(longestGapMs(await stop())).toBeLessThan(LONGEST_GAP_MS);
    expect(await countConnections(ann, bob)).toEqual(connections);
    expect([await ann.banners(), await bob.banners()]).toEqual([LOSS, []]);
    await ann.say('Here I am again');
    await bob.hear('Here I am again');
    await bob.say('You were never gone');
    await ann.hear('You were never gone');
    await using cleo = await browser.visitor();
    await cleo.enter(stack.http, room, 'Cleo');
    await talkOfThree(ann, bob, cleo);
  });

  it('that of both: the same, and both say so', async () => {
    await using ann = await browser.visitor();
    await using bob = await browser.visitor();
    const room = freshRoom();
    await ann.enter(stack.http, room, 'Ann');
    await bob.enter(stack.http, room, 'Bob');
    expect(bob.joined.node).toBe(ann.joined.node);
    await talk(ann, bob);
    const ids = [ann.joined.id, bob.joined.id];
    const container = await containerOfNode(ann.joined.node);
    const connections = await countConnections(ann, bob);
    const notes = await Promise.all([noteFrames(ann.page), noteFrames(bob.page)]);

    await docker('kill', container);
    await Promise.all([ann.tellsOfLoss(), bob.tellsOfLoss()]);
    await Promise.all([ann.comesBack(), bob.comesBack()]);
    expect([ann.joined, bob.joined]).toMatchObject(ids.map((id) => ({ type: 'resumed', id, room })));
    await talk(ann, bob);

    for (const stop of notes) expect(longestGapMs(await stop())).toBeLessThan(LONGEST_GAP_MS);
    expect(await countConnections(ann, bob)).toEqual(connections);
    expect([await ann.banners(), await bob.banners()]).toEqual([LOSS, LOSS]);
    await ann.say('Both of us?');
    await bob.hear('Both of us?');
    await using cleo = await browser.visitor();
    await cleo.enter(stack.http, room, 'Cleo');
    await talkOfThree(ann, bob, cleo);
  });
});
