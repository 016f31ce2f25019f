// Every screen of the page, one after the other, as people come to it.
import type { TestBrowser, VisitorOptions } from '../support/browser.ts';
import type { CallPage } from '../support/call-page.ts';
import { CheckPage } from '../support/check-page.ts';
import { dropFile } from '../support/drop-file.ts';
import type { EmbeddedProcess } from '../support/embedded-process.ts';
import { tcpProxy } from '../support/tcp-proxy.ts';

export interface Screen {
  readonly name: string;
  readonly person: CallPage;
}

/** Rooms of the tour hold so many, so that the fifth to come sees a full one. */
export const TOUR_CAPACITY = 4;

const ROOM = 'lusab-babad-gutih-tugad';
const NAMES = ['Ann', '小明', 'Cleo', 'Dan'];

/** Where a visitor comes from; the number tells who it is. */
export type Invite = (who: number, options?: VisitorOptions) => Promise<CallPage>;

/** Stops at each screen until the next is asked for. The server's rooms must hold `TOUR_CAPACITY`. */
export async function* tour(invite: Invite, server: EmbeddedProcess): AsyncGenerator<Screen> {
  yield* paper(invite, server);
  yield* call(invite, server);
}

/** Before and beside the call. */
async function* paper(invite: Invite, { http }: EmbeddedProcess): AsyncGenerator<Screen> {
  await using ann = await invite(0);
  await ann.page.goto(http);
  await ann.see('start').waitFor();
  yield { name: 'start', person: ann };
  await ann.see('room-link').fill('not a room at all');
  await ann.see('start').click();
  await ann.page.getByRole('alert').waitFor();
  yield { name: 'start-bad-link', person: ann };

  await ann.open(http, 'a/b');
  await ann.see('notice').waitFor();
  yield { name: 'bad-room', person: ann };

  const check = new CheckPage(ann.page);
  await check.open(http);
  await check.verdict();
  yield { name: 'check', person: ann };

  await ann.open(http, ROOM);
  await ann.see('name').fill('Ann');
  await ann.see('level').waitFor();
  yield { name: 'lobby', person: ann };

  await using bob = await invite(1, { devices: 'denied' });
  await bob.open(http, ROOM);
  await bob.see('media-problem').waitFor();
  yield { name: 'lobby-blocked', person: bob };
}

async function* call(invite: Invite, { http }: EmbeddedProcess): AsyncGenerator<Screen> {
  await using all = new AsyncDisposableStack();
  const come = async (who: number) => all.use(await invite(who));
  const path = all.use(await tcpProxy('127.0.0.1', Number(new URL(http).port)));
  await path.up();
  const annsWay = `http://127.0.0.1:${path.port}`;
  const ann = await come(0);
  await ann.enter(annsWay, ROOM, NAMES[0] ?? '');
  yield { name: 'call-first', person: ann };

  await ann.see('more').click();
  await ann.see('show-shortcuts').waitFor();
  yield { name: 'call-menu', person: ann };
  await ann.see('show-shortcuts').click();
  await ann.see('shortcuts').waitFor();
  yield { name: 'shortcuts', person: ann };
  await ann.page.keyboard.press('Escape');

  const bob = await come(1);
  await bob.enter(http, ROOM, NAMES[1] ?? '');
  await Promise.all([ann.receivesVideo(), bob.receivesVideo()]);
  yield { name: 'call-two', person: ann };

  await ann.say('在吗？The plan is at https://example.org/plan');
  await bob.hear('在吗？The plan is at https://example.org/plan');
  await bob.say('有，现在就看。');
  await ann.hear('有，现在就看。');
  yield { name: 'call-chat', person: ann };
  await dropFile(bob.page, { name: '计划.pdf', size: 1_234_567 });
  await ann.see('file').waitFor();
  yield { name: 'call-file', person: ann };
  await ann.see('chat-close').click();

  yield* panels(ann);

  for (const who of [2, 3]) {
    const other = await come(who);
    await other.enter(http, ROOM, NAMES[who] ?? '');
  }
  await ann.receivesVideo(3);
  yield { name: 'call-four', person: ann };

  const fifth = await come(0);
  await fifth.open(http, ROOM);
  await fifth.join('Eve');
  await fifth.see('notice').waitFor();
  yield { name: 'ended-full', person: fifth };

  await path.down();
  await ann.see('banner').waitFor();
  yield { name: 'call-away', person: ann };
  await path.up();

  await ann.leave();
  yield { name: 'ended-left', person: ann };
  await ann.page.goto('about:blank');
  await ann.page.goto(annsWay);
  await ann.see('recent-room').waitFor();
  yield { name: 'start-recent', person: ann };
}

/** What opens over the stage. */
async function* panels(ann: CallPage): AsyncGenerator<Screen> {
  await ann.see('open-bandwidth').click();
  await ann.see('budget').waitFor();
  yield { name: 'call-bandwidth', person: ann };
  await ann.page.keyboard.press('Escape');
  await ann.see('react').click();
  await ann.see('reactions-menu').getByRole('button').first().waitFor();
  yield { name: 'call-reactions', person: ann };
  await ann.page.keyboard.press('Escape');
  await ann.see('more').click();
  await ann.see('open-statistics').click();
  await ann.see('facts').waitFor();
  yield { name: 'call-statistics', person: ann };
  await ann.see('statistics-close').click();
}

/** A tour of one browser. */
export function inviteTo(browser: TestBrowser): Invite {
  return (_who, options) => browser.visitor(options);
}
