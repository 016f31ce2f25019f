import { dictionary } from './dictionary.ts';

export const lobbyWords = dictionary({
  en: {
    title: 'Ready to join?',
    room: 'Room',
    nameLabel: 'Your name',
    nameHint: 'What the others see',
    asking:
      'Your browser asks for your camera and microphone. Allow them, so that the others see and hear you.',
    cameraOff: 'Your camera is off',
    join: 'Join',
    joinMuted: 'Join muted',
    joinWithout: {
      audio: 'Join without microphone',
      video: 'Join without camera',
      both: 'Join to watch and listen',
    },
    joining: 'Joining…',
    held: {
      unreachable: 'The server doesn’t answer yet. Trying again…',
      busy: 'The server can’t take you in just now. Trying again in a moment…',
    },
  },
  zh: {
    title: '准备好了吗？',
    room: '房间',
    nameLabel: '你的名字',
    nameHint: '其他人会看到',
    asking: '浏览器正在询问能否使用摄像头和麦克风。请允许，这样其他人才能看到和听到你。',
    cameraOff: '摄像头已关闭',
    join: '加入',
    joinMuted: '静音加入',
    joinWithout: {
      audio: '不用麦克风加入',
      video: '不用摄像头加入',
      both: '只看只听加入',
    },
    joining: '正在加入…',
    held: {
      unreachable: '服务器还没有回应，正在重试…',
      busy: '服务器暂时接待不了，稍等片刻会自动重试…',
    },
  },
});
