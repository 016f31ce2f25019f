// The connection test on the whole stack: what it says when all is well, and when the relay or a node is not.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { REFUSED_SOCKET, launchBrowser } from '../support/browser.ts';
import type { TestBrowser } from '../support/browser.ts';
import { CheckPage } from '../support/check-page.ts';
import {
  closedRelayPorts,
  droppedUdp,
  relayWithAnotherSecret,
  stoppedRelay,
} from '../support/relay-faults.ts';
import { has } from '../support/requirements.ts';
import { containerOfNode, docker, scaleSignaling, stack } from '../support/stack.ts';

const SERVERS = 'Ways to other people (STUN and TURN)';
const LOOP = 'A call through the relay';
const STUN = `stun:localhost:${stack.turnPort}`;
const UDP = `turn:localhost:${stack.turnPort}?transport=udp`;
const TCP = `turn:localhost:${stack.turnPort}?transport=tcp`;
const TLS = /^turns:localhost/;

describe.skipIf(!has.docker || !has.chromium)('the connection test on the stack', () => {
  let browser: TestBrowser;

  beforeAll(async () => {
    browser = await launchBrowser();
  });

  afterAll(async () => browser?.[Symbol.asyncDispose]());

  afterEach(() => browser.checkComplaints(REFUSED_SOCKET));

  it('says that all is well, what each server did, and nothing in its report that must not be told', async () => {
    // Without devices Chromium hides the machine's own addresses, and shows what STUN found beside them.
    await using ann = await browser.visitor({ devices: 'denied' });
    const issued = ann.page.waitForResponse(/\/api\/ice-servers$/);
    await ann.page.goto(stack.http);
    await ann.page.getByRole('link', { name: 'Test your connection' }).click();
    const check = new CheckPage(ann.page);

    const node = await check.figure('Server', 'Node');
    expect(await check.says('Server')).toContain('A lost connection comes back, on another node too.');
    expect(await check.figure('Server', 'Reconnected on')).toMatch(/^\S+, after [\d,.]+ ?ms$/);
    expect(await check.figure('Server', 'Reconnected on')).not.toContain(node);

    expect(await check.says(SERVERS)).toContain(
      'The relay answers. Over TLS the browser doesn’t trust its certificate.',
    );
    for (const url of [STUN, UDP, TCP]) expect(await check.figure(SERVERS, url)).toMatch(/\d+ ?ms$/);
    expect(await check.figure(SERVERS, TLS)).toContain('Answers, but isn’t trusted');
    expect(await check.figure(SERVERS, TLS)).toContain('Code 701');

    expect(await check.verdict()).toContain('Calls work from here');
    expect(await check.says(LOOP)).toContain('Video and sound get through the relay.');
    expect(await check.figure(LOOP, 'Path')).toBe('relayed over UDP');
    expect(await check.figure('Address and time', 'Your clock')).toBe('agrees with the server’s');
    expect(await check.figure('Address and time', 'Credential for the relay')).toMatch(
      /^good for (59|60) minutes$/,
    );
    const address = await check.figure('Address and time', 'Public address');
    expect(address).toMatch(/^\d+\.\d+\.\d+\.\d+$/);

    const rows = await check.candidates();
    const relayed = rows.find((cells) => cells[1] === 'relay' && cells[7] === UDP);
    expect(Number(relayed?.[5])).toBeGreaterThanOrEqual(stack.relayPorts.min);
    const report = await check.report();
    expect(report).toContain('Video and sound get through the relay.');
    const { iceServers } = (await (await issued).json()) as { iceServers: RTCIceServer[] };
    const secrets = iceServers.flatMap(({ username, credential }) => [username, credential]);
    const hidden = [...secrets, address, ...rows.map((cells) => cells[4])].filter((text) => text);
    expect(hidden.length).toBeGreaterThan(4);
    expect(hidden.filter((text) => report.includes(String(text)))).toEqual([]);
  });

  it('passes TLS too where the browser trusts the certificate, and says so in Chinese', async () => {
    await using trusting = await launchBrowser({ args: ['--ignore-certificate-errors'] });
    await using ann = await trusting.visitor({ locale: 'zh-CN' });
    const check = new CheckPage(ann.page);
    await check.open(stack.http);
    const heading = '通往其他人的路（STUN 和 TURN）';
    expect(await check.says(heading)).toContain('每台服务器、每种方式都有回应。');
    expect(await check.figure(heading, TLS)).toMatch(/\d+ ?毫秒$/);
    trusting.checkComplaints();
  });

  it('where the relay’s own ports are closed, says that it lets one in and nothing through', async () => {
    await using _fault = await closedRelayPorts();
    await using ann = await browser.visitor();
    const check = new CheckPage(ann.page);
    await check.open(stack.http);
    expect(await check.figure(SERVERS, UDP)).toMatch(/\d+ ?ms$/);
    expect(await check.says(LOOP)).toContain('The relay lets you in, but nothing passes through it.');
    expect(await check.says(LOOP)).toContain('TURN_MIN_PORT to TURN_MAX_PORT');
    expect(await check.verdict()).toContain('Only some calls work from here');
  });

  describe('while coturn is stopped', () => {
    let fault: AsyncDisposable;

    beforeAll(async () => {
      fault = await stoppedRelay();
    });

    afterAll(async () => fault?.[Symbol.asyncDispose]());

    it('says that nothing answers, and what to look at', async () => {
      await using ann = await browser.visitor();
      const check = new CheckPage(ann.page);
      await check.open(stack.http);
      expect(await check.verdict()).toContain('Only some calls work from here');
      expect(await check.says(SERVERS)).toContain('Neither STUN nor the relay answers.');
      expect(await check.says(SERVERS)).toContain('docker compose ps turn');
      for (const url of [STUN, UDP, TCP, TLS])
        expect(await check.figure(SERVERS, url)).toContain('No answer');
      expect(await check.says(LOOP)).toContain('Nothing gets through, as no relay lets you in.');
    });

    it('tells one with another secret by what it refuses', async () => {
      await using _other = await relayWithAnotherSecret();
      await using ann = await browser.visitor({ devices: 'denied' });
      const check = new CheckPage(ann.page);
      await check.open(stack.http);
      expect(await check.verdict()).toContain('Only some calls work from here');
      expect(await check.says(SERVERS)).toContain(
        'The relay answers, but refuses the credential it was shown.',
      );
      expect(await check.says(SERVERS)).toContain('need the same secret (TURN_SECRET)');
      for (const url of [UDP, TCP]) {
        expect(await check.figure(SERVERS, url)).toContain('Credential refused');
        expect(await check.figure(SERVERS, url)).toContain('Code 401');
      }
      expect(await check.figure(SERVERS, STUN)).toMatch(/\d+ ?ms$/);
    });
  });

  it('where UDP is dropped and the node dies in the middle, says both, and that a call goes through all the same', async () => {
    await using _fault = await droppedUdp();
    await using ann = await browser.visitor();
    const check = new CheckPage(ann.page);
    await check.open(stack.http);
    const moved = await check.figure('Server', 'Reconnected on');
    await check.part(LOOP).getByText('Sending a picture to yourself through the relay').waitFor();
    try {
      await docker('kill', await containerOfNode(moved.split(',')[0] ?? ''));
      await check.part('Server').getByText('The server’s node went away during the test.').waitFor();
      expect(await check.verdict()).toContain('Calls work from here');
    } finally {
      await scaleSignaling(2);
    }
    expect(await check.says('Server')).toMatch(/You were back on another one after [\d.]+ secs?/);
    expect(await check.figure('Server', 'After the loss')).not.toContain(moved.split(',')[0]);
    expect(await check.says(SERVERS)).toContain('UDP doesn’t get through from here. TCP does.');
    expect(await check.says(SERVERS)).toContain(`open ${stack.turnPort} (UDP)`);
    for (const url of [STUN, UDP]) expect(await check.figure(SERVERS, url)).toContain('No answer');
    expect(await check.figure(SERVERS, TCP)).toMatch(/\d+ ?ms$/);
    expect(await check.figure(LOOP, 'Path')).toBe('relayed over TCP');
    expect(await check.says(LOOP)).toContain('Video and sound get through the relay.');
  });
});
