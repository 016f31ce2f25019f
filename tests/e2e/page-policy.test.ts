// The page under the policy that the node gives it. Every other suite keeps it too: see policy-watch.ts.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import type { TestBrowser } from '../support/browser.ts';
import type { CallPage } from '../support/call-page.ts';
import { startEmbedded } from '../support/embedded-process.ts';
import type { EmbeddedProcess } from '../support/embedded-process.ts';
import { has } from '../support/requirements.ts';
import { freshRoom } from '../support/test-client.ts';

describe.skipIf(!has.chromium)('the policy of the page', () => {
  let browser: TestBrowser;
  let server: EmbeddedProcess;
  let ann: CallPage;

  beforeAll(async () => {
    [browser, server] = await Promise.all([launchBrowser(), startEmbedded()]);
    ann = await browser.visitor();
    await ann.open(server.http, freshRoom());
    browser.checkComplaints();
  });

  afterAll(async () => {
    await Promise.all([browser?.[Symbol.asyncDispose](), server?.[Symbol.asyncDispose]()]);
  });

  it.each([
    ['a style in the markup', 'style-src-attr', () => document.body.setAttribute('style', 'color: red')],
    ['a script in the markup', 'require-trusted-types-for', inlineScript],
    ['a policy that makes markup from text', 'trusted-types', makePolicy],
    ['markup from text', 'require-trusted-types-for', writeMarkup],
    ['a call to another server', 'connect-src', () => fetch('https://elsewhere.invalid/').catch(() => {})],
    ['a picture from another server', 'img-src', () => void (new Image().src = 'https://elsewhere.invalid/')],
  ])('forbids %s, and no suite can pass over it', async (_what, directive, offend) => {
    const told = ann.page.waitForEvent('pageerror');
    await ann.page.evaluate(offend);
    await told;
    expect(() => browser.checkComplaints(/./)).toThrow(`policy violated: ${directive} by`);
  });
});

function inlineScript(): void {
  const script = document.createElement('script');
  script.append('window.wasRun = true');
  document.head.append(script);
}

function makePolicy(): void {
  try {
    Reflect.get(window, 'trustedTypes').createPolicy('any', {});
  } catch {
    // It throws beside being told of.
  }
}

function writeMarkup(): void {
  try {
    document.body.innerHTML = '<b>Hello</b>';
  } catch {
    // It throws beside being told of.
  }
}
