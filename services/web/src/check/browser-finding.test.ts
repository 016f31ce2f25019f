import { expect, it } from 'vitest';
import { browserName, gradeBrowser } from './browser-finding.ts';
import type { BrowserFinding, DeviceFinding } from './browser-finding.ts';

const MOZILLA = 'Mozilla/5.0 (X11; Linux x86_64)';
const CHROME = `${MOZILLA} AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36`;

it.each([
  ['Chrome 156', CHROME],
  ['Edge 156', `${CHROME} Edg/156.0.0.0`],
  ['Opera 121', `${CHROME} OPR/121.0.0.0`],
  ['Firefox 146', 'Mozilla/5.0 (X11; Linux x86_64; rv:146.0) Gecko/20100101 Firefox/146.0'],
  [
    'Safari 26.1',
    'Mozilla/5.0 (Macintosh) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.1 Safari/605.1.15',
  ],
  ['', 'curl/8.1'],
])('knows %s', (name, userAgent) => {
  expect(browserName(userAgent)).toBe(name);
});

const READY: DeviceFinding = { permission: 'prompt', count: 1 };

function browser(change: Partial<BrowserFinding>, audio: Partial<DeviceFinding> = {}): BrowserFinding {
  const devices = { audio: { ...READY, ...audio }, video: READY };
  return { name: '', secure: true, webRtc: true, devices, ...change };
}

it.each([
  ['good', 'all is there', browser({})],
  ['good', 'a device was tried', browser({}, { tried: 'works', permission: undefined, count: 0 })],
  ['weak', 'a permission is denied', browser({}, { permission: 'denied' })],
  ['weak', 'a device is missing', browser({}, { count: 0 })],
  ['weak', 'a device is in use', browser({}, { tried: { cause: 'in-use', detail: '' } })],
  ['bad', 'the page came without encryption', browser({ secure: false })],
  ['bad', 'there is no WebRTC', browser({ webRtc: false })],
])('%s: %s', (grade, _what, finding) => {
  expect(gradeBrowser(finding)).toBe(grade);
});
