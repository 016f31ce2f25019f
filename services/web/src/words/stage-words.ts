import { dictionary } from './dictionary.ts';

export const stageWords = dictionary({
  en: {
    call: 'Call',
    callIn: (room: string) => `Call in ${room}`,
    label: 'People in this call',
    first: 'You’re the first.',
    firstHint: 'Send the link.',
    alone: 'Only you are left.',
    aloneHint: 'The link still works.',
    muted: 'muted',
    compare: (name: string) => `Compare words with ${name}`,
    copy: 'Copy link',
    copied: 'Copied',
    share: 'Send the link',
    copyByHand: 'Copy this link:',
  },
  zh: {
    call: '通话',
    callIn: (room) => `${room} 的通话`,
    label: '通话中的人',
    first: '你是第一个到的。',
    firstHint: '把链接发给对方吧。',
    alone: '只剩你一个人了。',
    aloneHint: '链接仍然有效。',
    muted: '已静音',
    compare: (name) => `和${name}核对词语`,
    copy: '复制链接',
    copied: '已复制',
    share: '发送链接',
    copyByHand: '请复制这个链接：',
  },
});
