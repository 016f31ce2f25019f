import { expect, it } from 'vitest';
import { readSurroundings } from './surroundings.ts';

const MAC = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)';
const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)';
const WINDOWS = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64)';
const CHROME = 'AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';
const SAFARI = 'AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15';

it.each([
  ['Chrome on Windows', `${WINDOWS} ${CHROME}`, 0, 'chromium', 'windows'],
  ['Edge on Windows with a touch screen', `${WINDOWS} ${CHROME} Edg/140.0.0.0`, 10, 'chromium', 'windows'],
  ['Safari on a Mac', `${MAC} ${SAFARI}`, 0, 'safari', 'macos'],
  ['Safari on an iPad', `${MAC} ${SAFARI}`, 5, 'safari', 'ios'],
  ['Safari on an iPhone', `${IPHONE} Version/18.5 Mobile/15E148 Safari/604.1`, 5, 'safari', 'ios'],
  ['Chrome on an iPhone', `${IPHONE} CriOS/140.0 Mobile/15E148 Safari/604.1`, 5, 'chromium', 'ios'],
  ['Firefox on an iPhone', `${IPHONE} FxiOS/140.0 Mobile/15E148 Safari/605.1.15`, 5, 'firefox', 'ios'],
  ['an app that shows a page', IPHONE, 5, 'chromium', 'ios'],
  ['Firefox on a Mac', `${MAC} Gecko/20100101 Firefox/140.0`, 0, 'firefox', 'macos'],
  ['Firefox on Linux', 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0', 0, 'firefox', 'other'],
  ['Chrome on Android', `Mozilla/5.0 (Linux; Android 10; K) ${CHROME}`, 5, 'chromium', 'android'],
])('knows %s', (_which, userAgent, touchPoints, browser, system) => {
  expect(readSurroundings(userAgent, touchPoints)).toEqual({ browser, system });
});
