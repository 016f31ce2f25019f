// Chat and files between two people of two languages, and what the page says when something breaks.
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CLOSE_CODES } from '@parley/shared/close-codes';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { REFUSED_SOCKET, launchBrowser } from '../support/browser.ts';
import type { TestBrowser } from '../support/browser.ts';
import type { CallPage } from '../support/call-page.ts';
import { ClientLine } from '../support/client-line.ts';
import { startEmbedded } from '../support/embedded-process.ts';
import type { EmbeddedProcess } from '../support/embedded-process.ts';
import { dropFile, dropFromDisk } from '../support/drop-file.ts';
import { has } from '../support/requirements.ts';
import { reservePort } from '../support/reserve-port.ts';
import { freshRoom } from '../support/test-client.ts';

const MB = 1_000_000;
/** What comes after the first load, when a call begins. */
const CHAT_SCRIPT = /chat-panel-.*\.js/;

describe.skipIf(!has.chromium)('talk and trouble', () => {
  let browser: TestBrowser;
  let server: EmbeddedProcess;
  let ann: CallPage;
  let bob: CallPage;
  const room = freshRoom();

  beforeAll(async () => {
    const PORT = String(await reservePort());
    [browser, server] = await Promise.all([launchBrowser(), startEmbedded({ PORT })]);
    [ann, bob] = await Promise.all([browser.visitor(), browser.visitor({ locale: 'zh-CN' })]);
    await ann.enter(server.http, room, 'Ann');
    await bob.enter(server.http, room, '小波');
    await Promise.all([ann.company('小波'), bob.company('Ann')]);
    await Promise.all([ann.receivesVideo(), bob.receivesVideo()]);
  });

  afterAll(async () => {
    await browser?.[Symbol.asyncDispose]();
    await server?.[Symbol.asyncDispose]();
  });

  afterEach(() => browser.checkComplaints());

  const button = (person: CallPage, name: string | RegExp) => person.page.getByRole('button', { name });
  const chatOf = (person: CallPage) => person.page.getByRole('log');

  async function openChat(person: CallPage, name: RegExp): Promise<void> {
    if (!(await chatOf(person).isVisible())) await button(person, name).click();
    await chatOf(person).waitFor();
  }

  async function closeChat(person: CallPage): Promise<void> {
    if (await chatOf(person).isVisible()) await person.page.keyboard.press('Escape');
    await chatOf(person).waitFor({ state: 'detached' });
  }

  it('what comes while the chat is closed is counted and read out, and its links lead to pages', async () => {
    await closeChat(bob);
    await ann.say('See https://example.org/a?b. Good?');
    await button(bob, '聊天，1 条未读').waitFor();
    await bob.page
      .getByRole('status')
      .filter({ hasText: 'Ann：See https://example.org/a?b. Good?' })
      .waitFor();
    await button(bob, '聊天，1 条未读').click();
    const link = chatOf(bob).getByRole('link', { name: 'https://example.org/a?b', exact: true });
    expect(await link.getAttribute('href')).toBe('https://example.org/a?b');
    expect(await link.getAttribute('rel')).toBe('noopener noreferrer');
    expect(await link.getAttribute('target')).toBe('_blank');
    await button(bob, '聊天').and(bob.page.locator('[aria-expanded=true]')).waitFor();
    await bob.page.getByText('发给Ann').waitFor();
  });

  it('a chat that does not load is asked for again, and a text that cannot be sent stays in its field', async () => {
    await using cleo = await browser.visitor();
    await cleo.page.route(CHAT_SCRIPT, (route) => route.abort());
    await cleo.enter(server.http, freshRoom(), 'Cleo');
    await button(cleo, /^Chat/).click();
    await cleo.page.getByText('This part of the page did not come.').waitFor();
    await cleo.page.unroute(CHAT_SCRIPT);
    await button(cleo, 'Try again').click();
    const field = cleo.page.getByRole('textbox', { name: 'Message' });
    await field.fill('Hello?');
    await field.press('Enter');
    await cleo.page.getByRole('alert').filter({ hasText: 'nobody can be reached' }).waitFor();
    expect(await field.inputValue()).toBe('Hello?');
    await field.fill('x'.repeat(4_213));
    await button(cleo, 'Send').last().click();
    await cleo.page.getByRole('alert').filter({ hasText: '4,213 of 4,000' }).waitFor();
    // What was begun outlives the panel.
    await closeChat(cleo);
    await openChat(cleo, /^Chat/);
    expect(await field.inputValue()).toHaveLength(4_213);
    browser.checkComplaints(/Failed to load resource/);
  });

  it('whoever reads what was said before is not torn away from it by what is new', async () => {
    await openChat(bob, /^聊天/);
    for (let count = 1; count <= 30; count += 1) await ann.say(`line ${count}\nof two`);
    await chatOf(bob).getByText('line 30').waitFor();
    await chatOf(bob).evaluate((log) => log.scrollTo({ top: 0 }));
    await ann.say('and one more');
    await button(bob, '1 条新消息').click();
    await expect
      .poll(() => chatOf(bob).evaluate((log) => log.scrollHeight - log.scrollTop - log.clientHeight))
      .toBeLessThan(24);
    await button(bob, /条新消息/).waitFor({ state: 'detached' });
  });

  it('a file is offered, accepted and saved', async () => {
    await closeChat(ann);
    await openChat(bob, /^聊天/);
    const chooser = bob.page.waitForEvent('filechooser');
    await button(bob, '发送文件').click();
    await (
      await chooser
    ).setFiles({ name: '信.txt', mimeType: 'text/plain', buffer: Buffer.from('Dear Ann') });
    await bob.page.getByText('等Ann接收').waitFor();
    await ann.page.getByText('小波 would send you 信.txt').last().waitFor();
    await button(ann, 'Show').click();
    const download = ann.page.waitForEvent('download');
    await button(ann, 'Accept').click();
    const saved = await download;
    expect(saved.suggestedFilename()).toBe('信.txt');
    expect(await readFile(await saved.path(), 'utf8')).toBe('Dear Ann');
    await ann.page.getByText('Saved by your browser').waitFor();
    await bob.page.getByText('Ann已收到').waitFor();
  });

  it('a file that is let go over the call is offered, and may be refused', async () => {
    await openChat(bob, /^聊天/);
    await dropFile(ann.page, { name: 'spam.bin', size: 1_000 });
    await bob.page.getByText('Ann想发给你这个文件').waitFor();
    await button(bob, '不接收').click();
    await ann.page.getByText('小波 did not want it').waitFor();
    await bob.page.getByText('你没有接收').waitFor();
  });

  it('of all that is let go at once each file is offered, and a folder is said to need packing', async () => {
    await openChat(bob, /^聊天/);
    const disk = await mkdtemp(join(tmpdir(), 'parley-drop-'));
    try {
      await mkdir(join(disk, 'photos'));
      for (const name of ['one.txt', 'two.txt']) await writeFile(join(disk, name), name);
      await dropFromDisk(
        ann.page,
        ['one.txt', 'photos', 'two.txt'].map((name) => join(disk, name)),
      );
      await ann.page.getByText('A folder can’t be sent. Pack it into one file first.').waitFor();
      for (const name of ['one.txt', 'two.txt']) await bob.see('file').filter({ hasText: name }).waitFor();
      expect(await ann.see('file').filter({ hasText: 'photos' }).count()).toBe(0);
      await button(bob, '不接收').first().click();
      await button(bob, '不接收').click();
      await button(bob, '不接收').waitFor({ state: 'detached' });
    } finally {
      await rm(disk, { recursive: true });
    }
  });

  it('while Chinese is being written, Enter takes the word over and sends nothing', async () => {
    await openChat(bob, /^聊天/);
    const field = bob.see('chat-input');
    await field.focus();
    const devtools = await bob.page.context().newCDPSession(bob.page);
    await devtools.send('Input.imeSetComposition', { text: 'ni hao', selectionStart: 6, selectionEnd: 6 });
    await devtools.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', key: 'Enter' });
    await devtools.send('Input.insertText', { text: '你好' });
    // Safari has ended the composition when its key comes, and tells by this number alone.
    await field.dispatchEvent('keydown', { key: 'Enter', keyCode: 229 });
    expect(await field.inputValue()).toBe('你好');
    await bob.page.keyboard.press('Enter');
    await ann.hear('你好');
    expect(await chatOf(ann).getByText('ni hao').count()).toBe(0);
    expect(await field.inputValue()).toBe('');
  });

  it('either side may stop a file, and sees how far it is until then', async () => {
    await openChat(bob, /^聊天/);
    await dropFile(ann.page, { name: 'taken-back.bin', size: 1_000 });
    await bob.page.getByText('Ann想发给你这个文件').waitFor();
    await button(ann, 'Cancel').click();
    await bob.page.getByText('Ann收回了文件').waitFor();
    await ann.page.getByText('You stopped it').waitFor();

    await dropFile(ann.page, { name: 'big.bin', size: 190 * MB });
    await button(bob, /^接收$/).click();
    await bob.page.getByRole('progressbar', { name: 'big.bin的进度' }).waitFor();
    await ann.page.getByText(/小波 · .* of 190 MB/).waitFor();
    await button(bob, '取消').click();
    await bob.page.getByText('你停止了接收').waitFor();
    await ann.page.getByText('小波 stopped it').waitFor();
  });

  it('a file for one of two goes to nobody else, and is over when they leave', async () => {
    await using cleo = await browser.visitor();
    await cleo.enter(server.http, room, 'Cleo');
    await ann.company('Cleo', '小波');
    await cleo.receivesVideo(2);
    await openChat(ann, /^Chat/);
    await ann.page.getByRole('combobox', { name: 'Files go to' }).selectOption('Cleo');
    await dropFile(ann.page, { name: 'for-cleo.bin', size: 1_000 });
    await cleo.page.getByText('Ann would send you for-cleo.bin').last().waitFor();
    await cleo.page.close();
    await ann.page.getByText('The connection to Cleo ended before it was over. Send it again.').waitFor();
    await openChat(bob, /^聊天/);
    expect(await chatOf(bob).getByText('for-cleo.bin').count()).toBe(0);
    await ann.company('小波');
  });

  it('two people who compare words find the same, each in their own language', async () => {
    const words = async (person: CallPage, options: string, open: string, title: string) => {
      await button(person, options).click();
      await button(person, open).click();
      const dialog = person.page.getByRole('dialog', { name: title });
      await dialog.waitFor();
      const said = await dialog.getByRole('listitem').allTextContents();
      await person.page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
      return said;
    };
    const signs = (said: string[]) => said.map((each) => /^\P{L}+/u.exec(each)?.[0]);
    const anns = await words(ann, 'Options for 小波', 'Compare words with 小波', 'Compare these words');
    const bobs = await words(bob, 'Ann的选项', '和Ann核对词语', '核对这些词语');
    expect(anns).toHaveLength(8);
    expect(signs(bobs)).toEqual(signs(anns));
    expect(bobs.join('')).toMatch(/\p{Script=Han}/u);
  });

  it('a server that is gone is told of with the time of the next try, which one need not wait for', async () => {
    const { port: PORT } = new URL(server.http);
    await server.stop();
    await ann.page.getByText('Reconnecting, you can keep talking.', { exact: true }).waitFor();
    await ann.page
      .getByRole('timer')
      .filter({ hasText: /^The server doesn’t answer\. Next try in \d+ seconds?\.$/ })
      .waitFor();
    await bob.page
      .getByRole('timer')
      .filter({ hasText: /^服务器没有回应。\d+秒钟后再试。$/ })
      .waitFor();
    const test = ann.page.getByRole('link', { name: 'Find out why (in a new tab)' });
    expect(await test.getAttribute('href')).toBe('/check');
    await ann.say('Do you hear me?');
    await bob.hear('Do you hear me?');
    server = await startEmbedded({ PORT });
    await Promise.all([ann.tryNow(), bob.tryNow('马上试')]);
    await Promise.all([ann.isBack(), bob.isBack()]);
    await ann.page
      .getByRole('status')
      .filter({ hasText: /^(Connected again|小波 is here)$/ })
      .waitFor();
    await Promise.all([ann.receivesVideo(), bob.receivesVideo()]);
    browser.checkComplaints(REFUSED_SOCKET);
  });

  it('a call that goes on in another window says so', async () => {
    await using dan = await browser.visitor({ locale: 'zh-TW' });
    const own = freshRoom();
    await dan.enter(server.http, own, '小丹');
    const { id, token } = dan.joined;
    const line = await ClientLine.open(server, own);
    await line.ask({ type: 'resume', room: own, id, token }, 'resumed');
    await dan.page.getByRole('heading', { name: '通话已转到别处' }).waitFor();
    line.cut();
  });

  it('whoever is taken out of a call reads by whom, in either language, and may come in again', async () => {
    await using eve = await browser.visitor();
    // The node has no hand for this: what an operator's would send goes to the page on the way from it.
    let end = (): unknown => expect.fail('there was no connection');
    await eve.page.routeWebSocket(/\/ws/, (socket) => {
      socket.connectToServer();
      end = () => socket.close({ code: CLOSE_CODES.removed, reason: 'removed by the operator' });
    });
    await eve.enter(server.http, freshRoom(), 'Eve');
    await end();
    await eve.page.getByRole('heading', { name: 'You were taken out of the call' }).waitFor();
    await eve.page.getByText('Somebody who looks after this room ended your visit.').waitFor();
    await eve.page.getByText(`Code ${CLOSE_CODES.removed}`).waitFor();
    await button(eve, '中文').click();
    await eve.page.getByRole('heading', { name: '你被请出了通话' }).waitFor();
    await button(eve, '再试一次').click();
    await eve.see('leave').waitFor();
  });
});
