import { afterEach, expect, it } from 'vitest';
import type { Surroundings } from '../media/surroundings.ts';
import { deviceWords } from './device-words.ts';
import { speak } from './language.ts';

afterEach(() => speak('en'));

const places: [string, Surroundings, string, string][] = [
  ['Chrome', { browser: 'chromium', system: 'windows' }, 'icon in the address bar', '地址栏里的摄像头图标'],
  ['Firefox', { browser: 'firefox', system: 'other' }, 'crossed-out camera', '带斜线的摄像头图标'],
  ['Safari on a Mac', { browser: 'safari', system: 'macos' }, 'Settings for this website', '“此网站的设置”'],
  ['Safari on an iPhone', { browser: 'safari', system: 'ios' }, 'Website Settings', '“网站设置”'],
  ['another on an iPhone', { browser: 'chromium', system: 'ios' }, 'the Settings app', '打开“设置”'],
  ['Android', { browser: 'chromium', system: 'android' }, 'Permissions', '“权限”'],
];

it.each(places)('tells people in %s where to allow the camera', (_where, where, english, chinese) => {
  expect(deviceWords.value.problems.denied('video', 'join without', where)).toContain(english);
  speak('zh');
  expect(deviceWords.value.problems.denied('video', '或者不用它', where)).toContain(chinese);
});

it.each([
  ['windows', 'Windows settings'],
  ['macos', 'System Settings'],
  ['ios', 'Settings app'],
  ['android', 'phone’s settings'],
  ['other', 'privacy settings'],
] as const)('tells where a system keeps the camera back: %s', (system, words) => {
  const told = deviceWords.value.problems['blocked-by-system']('both', 'go on', {
    browser: 'chromium',
    system,
  });
  expect(told).toContain(words);
  expect(told).toContain('camera and microphone');
});

it.each(Object.keys(deviceWords.value.problems) as (keyof typeof deviceWords.value.problems)[])(
  'says for %s what one can do without it, and names the device',
  (cause) => {
    const where: Surroundings = { browser: 'chromium', system: 'other' };
    const english = deviceWords.value.problems[cause]('audio', 'join without', where);
    expect(english).toMatch(/, or join without\.$/);
    expect(english).toContain('microphone');
    speak('zh');
    const chinese = deviceWords.value.problems[cause]('audio', '或者不用它直接加入', where);
    expect(chinese).toMatch(/，或者不用它直接加入。$/);
    expect(chinese).toContain('麦克风');
  },
);
