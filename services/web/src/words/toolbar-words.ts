import type { SendLimit } from '../call/send-limits.ts';
import { dictionary } from './dictionary.ts';

const rates: Record<Exclude<SendLimit, 'unlimited'>, string> = {
  '2000': '2 Mbps',
  '1000': '1 Mbps',
  '500': '500 kbps',
  '250': '250 kbps',
  '125': '125 kbps',
};

export const toolbarWords = dictionary({
  en: {
    label: 'Call',
    chat: 'Chat',
    unread: (count: number) => `Chat, ${count} unread`,
    limit: 'Most your video may send to each person',
    limitSoon: 'Available once somebody is connected',
    limits: { unlimited: 'No limit', ...rates },
    leave: 'Leave',
  },
  zh: {
    label: '通话',
    chat: '聊天',
    unread: (count) => `聊天，${count} 条未读`,
    limit: '发给每个人的视频最多占用的带宽',
    limitSoon: '有人连上以后可以设置',
    limits: { unlimited: '不限', ...rates },
    leave: '离开',
  },
});
