import { dictionary } from './dictionary.ts';

// Apart from the other words of the connection test, as the call page needs no more of them than these.
export const checkLinkWords = dictionary({
  en: { start: 'Test your connection', trouble: 'Find out why', newTab: '(in a new tab)' },
  zh: { start: '测试连接', trouble: '查查原因', newTab: '（在新标签页里）' },
});
