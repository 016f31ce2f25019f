import { dictionary } from './dictionary.ts';

/** What stands around everything: the menu, dialogs. */
export const frameWords = dictionary({
  en: {
    more: 'More',
    close: 'Close',
    shortcuts: 'Keyboard',
  },
  zh: {
    more: '更多',
    close: '关闭',
    shortcuts: '键盘操作',
  },
});
