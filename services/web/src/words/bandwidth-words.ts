import type { UploadBudget } from '../call/send-limits.ts';
import { dictionary } from './dictionary.ts';

const rates: Record<Exclude<UploadBudget, 'unlimited'>, string> = {
  '8000': '8 Mbps',
  '4000': '4 Mbps',
  '2000': '2 Mbps',
  '1000': '1 Mbps',
  '500': '500 kbps',
  '250': '250 kbps',
};

export const bandwidthWords = dictionary({
  en: {
    title: 'Bandwidth',
    lead: 'Everybody gets your sound and picture straight from you, so what you send grows with each person.',
    budget: 'Most you send in all',
    budgets: { unlimited: 'No limit', ...rates },
    each: 'Most your video may take towards each person',
    soundOnly: 'Sound only: your picture rests',
    people: (count: number, rate: string) => `${count === 1 ? '1 person' : `${count} people`} × ${rate}`,
    now: 'You send now',
    most: 'You send at most',
    open: 'As much as the line carries',
    nobody: 'Nobody is here yet.',
    own: 'By person',
    asAll: 'As for everybody',
    none: 'So little carries sound only.',
  },
  zh: {
    title: '带宽',
    lead: '你的声音和画面直接发给每个人，所以人越多，发送的数据就越多。',
    budget: '上传总量上限',
    budgets: { unlimited: '不限', ...rates },
    each: '发给每个人的视频上限',
    soundOnly: '只发声音，暂停画面',
    people: (count, rate) => `${count} 人 × ${rate}`,
    now: '当前发送',
    most: '最多发送',
    open: '网络能承受多少就发多少',
    nobody: '还没有别人加入。',
    own: '按人设置',
    asAll: '与其他人相同',
    none: '这么少只够发声音。',
  },
});
