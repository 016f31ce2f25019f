import { dictionary } from './dictionary.ts';

/** What is said when something breaks or somebody comes and goes. What broke, and why, stands in library-words. */
export const troubleWords = dictionary({
  en: {
    banner: {
      lost: 'Reconnecting, you can keep talking.',
      full: 'The room is full just now. Waiting for your seat, you can keep talking.',
    },
    nextTry: (span: string) => `Next try in ${span}.`,
    trying: 'Trying now…',
    tryNow: 'Try now',
    slept: (span: string) => `You were away for ${span}. Looking whether all is still there…`,
    back: (span: string) => `You were away for ${span}, back now.`,
    dismiss: 'Close this notice',
    news: {
      came: (name: string) => `${name} is here`,
      away: 'Reconnecting, you can keep talking',
      back: 'Connected again',
      pathLost: (name: string) => `The path to ${name} is interrupted`,
      pathBack: (name: string) => `The path to ${name} is back`,
    },
  },
  zh: {
    banner: {
      lost: '正在重新连接，可以继续说话。',
      full: '房间暂时满了，正在等待空位，可以继续说话。',
    },
    nextTry: (span) => `${span}后再试。`,
    trying: '正在试…',
    tryNow: '马上试',
    slept: (span) => `你离开了${span}，正在看大家是不是都还在…`,
    back: (span) => `你离开了${span}，现在回来了。`,
    dismiss: '关闭提示',
    news: {
      came: (name) => `${name}来了`,
      away: '正在重新连接，可以继续说话',
      back: '已重新连接',
      pathLost: (name) => `到${name}的线路中断了`,
      pathBack: (name) => `到${name}的线路恢复了`,
    },
  },
});
