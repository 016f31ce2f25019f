// The connection test of a node that runs alone, without a relay.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { REFUSED_SOCKET, launchBrowser } from '../support/browser.ts';
import type { TestBrowser } from '../support/browser.ts';
import { CheckPage } from '../support/check-page.ts';
import { startEmbedded } from '../support/embedded-process.ts';
import type { EmbeddedProcess } from '../support/embedded-process.ts';
import { has } from '../support/requirements.ts';

const SERVERS = 'Ways to other people (STUN and TURN)';

describe.skipIf(!has.chromium)('the connection test of a node that runs alone', () => {
  let browser: TestBrowser;
  let server: EmbeddedProcess;

  beforeAll(async () => {
    [browser, server] = await Promise.all([launchBrowser(), startEmbedded()]);
  });

  afterAll(async () => {
    await browser?.[Symbol.asyncDispose]();
    await server?.[Symbol.asyncDispose]();
  });

  afterEach(() => browser.checkComplaints());

  it('says that there is one node and no relay, and what to set; and says it again when asked again', async () => {
    await using ann = await browser.visitor();
    const check = new CheckPage(ann.page);
    await check.open(server.http);
    expect(await check.verdict()).toContain('Only some calls work from here');
    expect(await check.says('Server')).toContain('You reach the server. It has one node only.');
    expect(await check.says(SERVERS)).toContain('This server names no STUN and no TURN server.');
    expect(await check.says(SERVERS)).toContain('set STUN_URLS, TURN_URLS and TURN_SECRET');
    expect(await check.says('A call through the relay')).toContain('Not tried, as there’s no relay.');
    expect(await check.figure('Address and time', 'Your clock')).toBe('agrees with the server’s');
    expect(await check.figure('Address and time', 'Credential for the relay')).toBe('none given');
    const again = ann.page.waitForResponse(/\/api\/ice-servers$/);
    await ann.page.getByRole('button', { name: 'Test again' }).click();
    expect((await again).ok()).toBe(true);
    expect(await check.verdict()).toContain('Only some calls work from here');
  });

  it('tries camera and microphone when asked to, and says what keeps the browser from them', async () => {
    await using ann = await browser.visitor({ devices: 'denied' });
    const check = new CheckPage(ann.page);
    await check.open(server.http);
    await check.verdict();
    await ann.page.getByRole('button', { name: 'Try camera and microphone' }).click();
    await check.part('Browser and devices').getByText('Your browser blocked the camera.').waitFor();
    await ann.page.context().grantPermissions(['camera', 'microphone']);
    await ann.page.getByRole('button', { name: 'Try camera and microphone' }).click();
    await check.part('Browser and devices').getByText('works').first().waitFor();
    expect(await check.says('Browser and devices')).toContain('This browser can make calls.');
  });

  it('speaks Chinese to whoever does, and changes over with all that it has found', async () => {
    await using ann = await browser.visitor({ locale: 'zh-CN' });
    const check = new CheckPage(ann.page);
    await ann.page.goto(server.http);
    await ann.page.getByRole('link', { name: '测试连接' }).click();
    expect(await check.verdict()).toContain('只有一部分通话能接通');
    expect(await check.says('服务器')).toContain('能连上服务器；它只有一个节点。');
    expect(await ann.page.title()).toBe('连接测试 · Parley');
    await ann.page.getByRole('button', { name: 'English' }).click();
    expect(await check.verdict()).toContain('Only some calls work from here');
    expect(await check.says('Server')).toContain('You reach the server. It has one node only.');
  });

  it('tries a server that somebody enters, and leaves user and password out of the report', async () => {
    await using ann = await browser.visitor();
    const { page } = ann;
    const check = new CheckPage(page);
    await check.open(server.http);
    await check.verdict();
    await page.getByText('Test another server').click();
    const go = page.getByRole('button', { name: 'Test this server' });
    await page.getByLabel('Address', { exact: true }).fill('turn.example.org');
    await go.click();
    await page.getByRole('alert').getByText('That’s not an address of such a server.').waitFor();
    await page
      .getByLabel('Address', { exact: true })
      .fill('turn:127.0.0.1:9?transport=tcp turn:no-such-name.invalid');
    await go.click();
    await page.getByRole('alert').getByText('A relay wants a user and a password.').waitFor();
    await page.getByLabel('User').fill('ann-the-operator');
    await page.getByLabel('Password').fill('hunter2-hunter2');
    await go.click();
    const own = page.getByTestId('check-own-servers').and(page.locator('[data-grade=bad]'));
    await own.waitFor();
    const words = await own.innerText();
    expect(words).toContain('Needs port 9 open for TCP');
    expect(words).toContain('DNS knows no address of no-such-name.invalid.');
    expect(words).toContain('Code 701');
    const report = await check.report();
    expect(report).toContain('turn:<ipv4 private 1>:9?transport=tcp: No answer');
    expect(report).not.toMatch(/ann-the-operator|hunter2|127\.0\.0\.1/);
  });

  it('says that a proxy or a setting is in the way where the page comes and no socket opens', async () => {
    await using strict = await startEmbedded({ ALLOWED_ORIGINS: 'https://elsewhere.example' });
    await using ann = await browser.visitor();
    const check = new CheckPage(ann.page);
    await check.open(strict.http);
    expect(await check.verdict()).toContain('The server can’t be reached');
    expect(await check.says('Server')).toContain(
      'The server answers, but no lasting connection to it opens.',
    );
    expect(await check.says('Server')).toContain('ALLOWED_ORIGINS');
    browser.checkComplaints(REFUSED_SOCKET);
  });

  it('takes a server that wants an invitation for one that answers', async () => {
    await using closed = await startEmbedded({
      JOIN_TOKEN_SECRET: 'a-secret-that-signs-the-tokens-of-this-test',
    });
    await using ann = await browser.visitor();
    const check = new CheckPage(ann.page);
    await check.open(closed.http);
    expect(await check.says('Server')).toContain(
      'The server answers, and lets in only who has an invitation.',
    );
    expect(await check.figure('Server', 'Code')).toBe('unauthorized');
    expect(await check.verdict()).toContain('Only some calls work from here');
  });

  it('says that the server doesn’t answer when it is gone', async () => {
    await using passing = await startEmbedded();
    await using ann = await browser.visitor();
    const check = new CheckPage(ann.page);
    await check.open(passing.http);
    await check.verdict();
    await passing.stop();
    await ann.page.getByRole('button', { name: 'Test again' }).click();
    await check.part('Server').getByText('The server doesn’t answer.').waitFor();
    expect(await check.verdict()).toContain('The server can’t be reached');
    expect(await check.says(SERVERS)).toContain('The server named no STUN and TURN servers.');
    browser.checkComplaints(/^WebSocket connection to .* failed|ERR_CONNECTION_REFUSED/);
  });
});
