// What a trickle-ice page is used for by hand: the ice servers of the stack, each tried in a real browser.
import { iceConfigSchema } from '@parley/shared/ice';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import type { TestBrowser } from '../support/browser.ts';
import { gather } from '../support/gather.ts';
import { has } from '../support/requirements.ts';
import { stack } from '../support/stack.ts';

describe.skipIf(!has.docker || !has.chromium)('the ice servers of the stack', () => {
  let browser: TestBrowser;
  let page: Page;
  let servers: RTCIceServer[];

  beforeAll(async () => {
    browser = await launchBrowser();
    // A page without camera: Chromium then hides the machine's own addresses, and shows what STUN found beside them.
    ({ page } = await browser.visitor({ devices: 'denied' }));
    await page.goto(stack.http);
    const answer: unknown = await page.evaluate(async () => (await fetch('/api/ice-servers')).json());
    servers = iceConfigSchema.parse(answer).iceServers;
  });

  afterAll(async () => browser?.[Symbol.asyncDispose]());

  function server(url: RegExp): RTCIceServer & { urls: string } {
    for (const each of servers) {
      const urls = [each.urls].flat().find((candidate) => url.test(candidate));
      if (urls !== undefined) return { ...each, urls };
    }
    throw new Error(`there is no server ${url} in ${JSON.stringify(servers.map(({ urls }) => urls))}`);
  }

  it('STUN tells the browser an address that it is seen under', async () => {
    const stun = server(/^stun:/);
    const { candidates } = await gather(page, stun);
    expect(candidates).toContainEqual(expect.objectContaining({ type: 'srflx', url: stun.urls }));
  });

  it.each(['udp', 'tcp'])(
    'TURN over %s gives a relayed address in the published range',
    async (transport) => {
      const turn = server(new RegExp(`^turn:.*transport=${transport}`));
      const { candidates } = await gather(page, turn);
      const relayed = candidates.find(({ type }) => type === 'relay');
      expect(relayed).toMatchObject({ url: turn.urls });
      expect(relayed?.port).toBeGreaterThanOrEqual(stack.relayPorts.min);
      expect(relayed?.port).toBeLessThanOrEqual(stack.relayPorts.max);
    },
  );

  it.each([
    ['password', { credential: 'wrong' }],
    ['user', { username: '4102444800:somebody' }],
    ['time, long over', { username: '1:somebody' }],
  ])('TURN answers 401 to a wrong %s, and relays nothing', async (_what, wrong) => {
    const { candidates, errors } = await gather(page, { ...server(/^turn:.*transport=udp/), ...wrong });
    expect(errors.map(({ code }) => code)).toContain(401);
    expect(candidates.filter(({ type }) => type === 'relay')).toEqual([]);
  });
});
