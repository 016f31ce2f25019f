import { dictionary } from './dictionary.ts';

export const chatWords = dictionary({
  en: {
    title: 'Chat',
    close: 'Close chat',
    empty: 'What you write goes straight to the people here, and is gone when you leave.',
    label: 'Message',
    hint: 'Write to everybody',
    send: 'Send',
    nobody: 'Nobody is here to read it yet.',
  },
  zh: {
    title: '聊天',
    close: '关闭聊天',
    empty: '消息直接发到在场每个人的设备上，离开后就不再保留。',
    label: '消息',
    hint: '发给所有人',
    send: '发送',
    nobody: '还没有人在这里，消息没有发出。',
  },
});
