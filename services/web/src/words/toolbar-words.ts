import type { SendLimit } from '../call/send-limits.ts';
import { dictionary } from './dictionary.ts';

const rates: Record<Exclude<SendLimit, 'unlimited' | 'sound'>, string> = {
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
    limits: { unlimited: 'No limit', ...rates, sound: 'Sound only' },
    share: 'Share your screen',
    stopSharing: 'Stop sharing your screen',
    raiseHand: 'Raise your hand',
    lowerHand: 'Lower your hand',
    react: 'React',
    bandwidth: 'Bandwidth',
    statistics: 'Statistics',
    closeStatistics: 'Close statistics',
    fullScreen: 'Full screen',
    endFullScreen: 'Leave full screen',
    leave: 'Leave',
  },
  zh: {
    label: '通话',
    chat: '聊天',
    unread: (count) => `聊天，${count} 条未读`,
    limits: { unlimited: '不限', ...rates, sound: '只发声音' },
    share: '共享屏幕',
    stopSharing: '停止共享屏幕',
    raiseHand: '举手',
    lowerHand: '把手放下',
    react: '表情',
    bandwidth: '带宽',
    statistics: '统计数据',
    closeStatistics: '关闭统计数据',
    fullScreen: '全屏',
    endFullScreen: '退出全屏',
    leave: '离开',
  },
});
