import type { MediaKind } from '@parley/client/local-media';
import type { MediaProblemCause } from '../media/media-problem.ts';
import { dictionary } from './dictionary.ts';

export type DeviceName = MediaKind | 'both';

/** What is in the way of a device, and what to do; `instead` is what one can do without it. */
type Problems = Record<MediaProblemCause, (what: DeviceName, instead: string) => string>;

const both: Record<DeviceName, string> = {
  audio: 'microphone',
  video: 'camera',
  both: 'camera and microphone',
};
const either: Record<DeviceName, string> = { ...both, both: 'camera or microphone' };

const english: Problems = {
  insecure: (what, instead) =>
    `Browsers share a ${either[what]} only over https. Open this page with https:// in front, or ${instead}.`,
  unsupported: (what, instead) =>
    `This browser can’t share a ${either[what]}. Take a current one, or ${instead}.`,
  denied: (what, instead) =>
    `Your browser blocked the ${both[what]}. Click the ${what === 'audio' ? 'microphone' : 'camera'} icon in the address bar and allow it, or ${instead}.`,
  dismissed: (what, instead) =>
    `Your browser’s question about the ${both[what]} was closed without an answer. Ask again, or ${instead}.`,
  'blocked-by-system': (what, instead) =>
    `Your system keeps the ${both[what]} from the browser. Allow it in the system’s privacy settings, or ${instead}.`,
  'no-device': (what, instead) => `No ${either[what]} was found. Plug one in and ask again, or ${instead}.`,
  'in-use': (what, instead) =>
    `Another program is using the ${either[what]}. Close it and ask again, or ${instead}.`,
  unplugged: (what, instead) =>
    `Your ${either[what]} was unplugged. Plug it in and ask again, or ${instead}.`,
  unknown: (what, instead) => `The ${either[what]} did not start. Ask again, or ${instead}.`,
};

const together: Record<DeviceName, string> = { audio: '麦克风', video: '摄像头', both: '摄像头和麦克风' };
const oneOf: Record<DeviceName, string> = { ...together, both: '摄像头或麦克风' };

const chinese: Problems = {
  insecure: (what, instead) =>
    `浏览器只在 https 网页上开放${oneOf[what]}。请在网址前加上 https:// 再打开，${instead}。`,
  unsupported: (what, instead) => `这个浏览器用不了${oneOf[what]}。请换一个新版浏览器，${instead}。`,
  denied: (what, instead) =>
    `浏览器没有放行${together[what]}。请点地址栏里的${what === 'audio' ? '麦克风' : '摄像头'}图标，选择允许，${instead}。`,
  dismissed: (what, instead) =>
    `刚才浏览器询问能否使用${together[what]}，还没有得到回答。请再问一次，${instead}。`,
  'blocked-by-system': (what, instead) =>
    `系统没有让浏览器使用${together[what]}。请在系统的隐私设置里允许，${instead}。`,
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
  },
});
