import type { Sign } from '../call/signs.ts';
import { dictionary } from './dictionary.ts';

/** What a sign is called, for those who do not see it. */
type SignNames = Record<Sign, string>;

const english: SignNames = {
  '👍': 'Thumbs up',
  '❤️': 'Heart',
  '😂': 'Laughing',
  '👏': 'Applause',
  '🎉': 'Celebrating',
  '😮': 'Surprised',
};

const chinese: SignNames = {
  '👍': '点赞',
  '❤️': '爱心',
  '😂': '大笑',
  '👏': '鼓掌',
  '🎉': '庆祝',
  '😮': '惊讶',
};

export const signWords = dictionary({
  en: {
    names: english,
    shows: (name: string, sign: string) => `${name}: ${sign}`,
    raised: (name: string) => `${name} raised a hand`,
    shares: (name: string) => `${name} shares a screen`,
  },
  zh: {
    names: chinese,
    shows: (name, sign) => `${name}：${sign}`,
    raised: (name) => `${name}举手了`,
    shares: (name) => `${name}开始共享屏幕`,
  },
});
