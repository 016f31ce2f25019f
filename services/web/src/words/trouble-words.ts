import { dictionary } from './dictionary.ts';

/** What is said when something breaks or somebody comes and goes. */
export const troubleWords = dictionary({
  en: {
    banner: {
      lost: 'Reconnecting, you can keep talking.',
      full: 'The room is full just now. Waiting for your seat, you can keep talking.',
    },
    news: {
      came: (name: string) => `${name} is here`,
      gone: (name: string) => `${name} left`,
      away: 'Reconnecting, you can keep talking',
      back: 'Connected again',
    },
  },
  zh: {
    banner: {
      lost: '正在重新连接，可以继续说话。',
      full: '房间暂时满了，正在等待空位，可以继续说话。',
    },
    news: {
      came: (name) => `${name}来了`,
      gone: (name) => `${name}离开了`,
      away: '正在重新连接，可以继续说话',
      back: '已重新连接',
    },
  },
});
