import type { MediaKind } from '@parley/client/local-media';
import type { MediaProblemCause } from '../media/media-problem.ts';
import type { Surroundings } from '../media/surroundings.ts';
import { dictionary } from './dictionary.ts';

export type DeviceName = MediaKind | 'both';

/** What is in the way of a device, and what to do here; `instead` is what one can do without it. */
type Problems = Record<MediaProblemCause, (what: DeviceName, instead: string, where: Surroundings) => string>;

/** The first of two where both are in the way: whoever finds its switch finds the other's. */
const first = <Word>(words: Record<MediaKind, Word>, what: DeviceName): Word =>
  words[what === 'both' ? 'video' : what];

const both: Record<DeviceName, string> = {
  audio: 'microphone',
  video: 'camera',
  both: 'camera and microphone',
};
const either: Record<DeviceName, string> = { ...both, both: 'camera or microphone' };

/** Where a browser keeps what it once was told. */
function englishWayToAllow(what: DeviceName, { browser, system }: Surroundings): string {
  const device = first(both, what);
  if (system === 'ios')
    return browser === 'safari'
      ? `Tap the sign beside the address, then Website Settings, and allow the ${device}`
      : `In the Settings app look for this browser and allow the ${device}`;
  if (system === 'android')
    return `Tap the sign to the left of the address, then Permissions, and allow the ${device}`;
  if (browser === 'firefox')
    return `Click the crossed-out ${device} to the left of the address and take the block away`;
  if (browser === 'safari')
    return `In the menu bar open Safari, then Settings for this website, and allow the ${device}`;
  return `Click the ${device} icon in the address bar and allow it`;
}

const englishSystems: Record<Surroundings['system'], string> = {
  macos: 'System Settings, under Privacy & Security',
  windows: 'the Windows settings, under Privacy & security',
  ios: 'the Settings app, under this browser’s name',
  android: 'the phone’s settings, under Apps, this browser, Permissions',
  other: 'the system’s privacy settings',
};

const english: Problems = {
  insecure: (what, instead) =>
    `Browsers share a ${either[what]} only over https. Open this page with https:// in front, or ${instead}.`,
  unsupported: (what, instead) =>
    `This browser can’t share a ${either[what]}. If another app opened this page, open it in a browser of its own, or ${instead}.`,
  denied: (what, instead, where) =>
    `Your browser blocked the ${both[what]}. ${englishWayToAllow(what, where)}, or ${instead}.`,
  dismissed: (what, instead) =>
    `Your browser’s question about the ${both[what]} was closed without an answer. Ask again, or ${instead}.`,
  'blocked-by-system': (what, instead, { system }) =>
    `Your system keeps the ${both[what]} from the browser. Allow it in ${englishSystems[system]}, or ${instead}.`,
  'no-device': (what, instead) => `No ${either[what]} was found. Plug one in and ask again, or ${instead}.`,
  'in-use': (what, instead) =>
    `Another program is using the ${either[what]}. Close it and ask again, or ${instead}.`,
  unplugged: (what, instead) =>
    `Your ${either[what]} was unplugged. Plug it in and ask again, or ${instead}.`,
  unknown: (what, instead) => `The ${either[what]} did not start. Ask again, or ${instead}.`,
};

const together: Record<DeviceName, string> = { audio: '麦克风', video: '摄像头', both: '摄像头和麦克风' };
const oneOf: Record<DeviceName, string> = { ...together, both: '摄像头或麦克风' };

function chineseWayToAllow(what: DeviceName, { browser, system }: Surroundings): string {
  const device = first(together, what);
  if (system === 'ios')
    return browser === 'safari'
      ? `请点地址旁边的图标，进入“网站设置”，允许使用${device}`
      : `请打开“设置”，找到这个浏览器，允许使用${device}`;
  if (system === 'android') return `请点地址左边的图标，进入“权限”，允许使用${device}`;
  if (browser === 'firefox') return `请点地址左边带斜线的${device}图标，取消阻止`;
  if (browser === 'safari') return `请在菜单栏打开“Safari 浏览器”里的“此网站的设置”，允许使用${device}`;
  return `请点地址栏里的${device}图标，选择允许`;
}

const chineseSystems: Record<Surroundings['system'], string> = {
  macos: '“系统设置”的“隐私与安全性”里',
  windows: 'Windows 设置的“隐私和安全性”里',
  ios: '“设置”里这个浏览器的页面上',
  android: '手机设置的“应用”里这个浏览器的“权限”中',
  other: '系统的隐私设置里',
};

const chinese: Problems = {
  insecure: (what, instead) =>
    `浏览器只在 https 网页上开放${oneOf[what]}。请在网址前加上 https:// 再打开，${instead}。`,
  unsupported: (what, instead) =>
    `这里用不了${oneOf[what]}。如果是在微信等应用里打开的，请改用浏览器打开，${instead}。`,
  denied: (what, instead, where) =>
    `浏览器没有放行${together[what]}。${chineseWayToAllow(what, where)}，${instead}。`,
  dismissed: (what, instead) =>
    `刚才浏览器询问能否使用${together[what]}，还没有得到回答。请再问一次，${instead}。`,
  'blocked-by-system': (what, instead, { system }) =>
    `系统没有让浏览器使用${together[what]}。请到${chineseSystems[system]}允许，${instead}。`,
  'no-device': (what, instead) => `没有找到${oneOf[what]}。接上以后再问一次，${instead}。`,
  'in-use': (what, instead) => `${oneOf[what]}正被别的程序占用。关掉那个程序再问一次，${instead}。`,
  unplugged: (what, instead) => `${oneOf[what]}断开了。重新接上再问一次，${instead}。`,
  unknown: (what, instead) => `${oneOf[what]}没能启动。请再问一次，${instead}。`,
};

export const deviceWords = dictionary({
  en: {
    problems: english,
    instead: { lobby: 'join without', call: 'go on without' },
    dismiss: 'Close this notice',
    askAgain: 'Ask again',
    mute: 'Mute',
    unmute: 'Unmute',
    cameraOff: 'Turn camera off',
    cameraOn: 'Turn camera on',
    choose: { audio: 'Microphone', video: 'Camera' },
    noChoice: { audio: 'No microphone', video: 'No camera' },
    standard: { audio: 'Standard microphone', video: 'Standard camera' },
    toFront: 'Front camera',
    toBack: 'Back camera',
    level: 'How loud your microphone hears you',
    speakerLabel: 'Speaker',
    standardSpeaker: 'Standard speaker',
    testSound: 'Play a sound',
    testSoundPlays: 'Playing…',
  },
  zh: {
    problems: chinese,
    instead: { lobby: '或者不用它直接加入', call: '或者不用它继续通话' },
    dismiss: '关闭这条提示',
    askAgain: '再问一次',
    mute: '静音',
    unmute: '取消静音',
    cameraOff: '关闭摄像头',
    cameraOn: '打开摄像头',
    choose: { audio: '麦克风', video: '摄像头' },
    noChoice: { audio: '没有麦克风', video: '没有摄像头' },
    standard: { audio: '默认麦克风', video: '默认摄像头' },
    toFront: '前置摄像头',
    toBack: '后置摄像头',
    level: '麦克风听到的音量',
    speakerLabel: '扬声器',
    standardSpeaker: '默认扬声器',
    testSound: '试听声音',
    testSoundPlays: '正在播放…',
  },
});
