import { dictionary } from './dictionary.ts';

/** What is said of the chat and of files while their panel need not be there. */
export const talkWords = dictionary({
  en: {
    title: 'Chat and files',
    close: 'Close chat',
    loading: 'One moment…',
    notLoaded: 'This part of the page did not come. Look whether you’re online.',
    again: 'Try again',
    said: (name: string, text: string) => `${name}: ${text}`,
    offered: (name: string, file: string) => `${name} would send you ${file}`,
    show: 'Show',
    dismiss: 'Not now',
    drop: {
      everybody: 'Let go to send it to everybody',
      one: (name: string) => `Let go to send it to ${name}`,
    },
    dropNobody: 'Nobody is here to send it to',
  },
  zh: {
    title: '聊天和文件',
    close: '关闭聊天',
    loading: '请稍等…',
    notLoaded: '页面的这一部分没有加载出来，看看网络是否连着。',
    again: '再试一次',
    said: (name, text) => `${name}：${text}`,
    offered: (name, file) => `${name}想发给你“${file}”`,
    show: '查看',
    dismiss: '以后再说',
    drop: { everybody: '松手就发给所有人', one: (name) => `松手就发给${name}` },
    dropNobody: '这里还没有可以发给的人',
  },
});
