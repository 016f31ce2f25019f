// The lines that the library's README promises to be a call.
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serveLibrary } from '../support/library-pages.ts';
import type { LibraryPages } from '../support/library-pages.ts';
import { startReadyNode } from '../support/node-fixture.ts';
import type { RunningNode } from '../support/node-fixture.ts';
import { poll } from '../support/poll.ts';
import { has } from '../support/requirements.ts';

const README = new URL('../../packages/client/README.md', import.meta.url);

describe.skipIf(!has.chromium)('the example of the README', () => {
  let library: LibraryPages;
  let node: RunningNode;

  beforeAll(async () => {
    [library, node] = await Promise.all([serveLibrary(), startReadyNode({ env: { ALLOWED_ORIGINS: '*' } })]);
  });
  afterAll(async () => {
    await Promise.all([library?.[Symbol.asyncDispose](), node?.[Symbol.asyncDispose]()]);
  });

  it('is a call of two in fifteen lines of script', async () => {
    const example =
      /```html\n([^]*?)```/.exec(await readFile(README, 'utf8'))?.[1] ?? expect.fail('no example');
    const script = /<script[^>]*>\n([^]*)<\/script>/.exec(example)?.[1] ?? expect.fail('no script');
    expect(script.trimEnd().split('\n').length).toBeLessThanOrEqual(15);
    const html = example.replace('@parley/client', '/join.js').replace('wss://call.example/ws', node.url);
    expect(html).toContain(node.url);
    const one = await library.open(html);
    const two = await library.open(html);
    for (const { page, lines } of [one, two]) {
      await poll('the picture of the other moves', () =>
        page.evaluate(() => (document.querySelector<HTMLVideoElement>('#other')?.currentTime ?? 0) > 0.5),
      );
      await poll('the other said hello', () => lines.includes('{"hello":"Ann"}'));
      expect(lines).toEqual(['{"hello":"Ann"}']);
    }
    await two.page.close();
    await poll('the picture is gone', () =>
      one.page.evaluate(() => document.querySelector<HTMLVideoElement>('#other')?.srcObject === null),
    );
  });
});
