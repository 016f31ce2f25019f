import type { Shortcut } from '../keyboard/shortcuts.ts';
import { dictionary } from './dictionary.ts';

const english: Record<Shortcut, string> = {
  mute: 'Mute or unmute',
  camera: 'Camera on or off',
  screen: 'Share your screen, or stop',
  hand: 'Raise or lower your hand',
  reactions: 'React',
  chat: 'Open or close the chat',
  statistics: 'Show or hide the statistics',
  fullScreen: 'Full screen, or back',
  shortcuts: 'Show this list',
};

const chinese: Record<Shortcut, string> = {
  mute: '静音或取消静音',
  camera: '打开或关闭摄像头',
  screen: '共享屏幕或停止共享',
  hand: '举手或放下',
  reactions: '发送表情',
  chat: '打开或关闭聊天',
  statistics: '显示或隐藏统计',
  fullScreen: '进入或退出全屏',
  shortcuts: '显示这个列表',
};

export const keyboardWords = dictionary({
  en: {
    title: 'Keyboard',
    acts: english,
    turnOn: 'Single keys work',
    always: 'Tab and Shift+Tab go from one thing to the next, Enter presses it, Escape closes what is open.',
    none: 'Single keys do nothing now. Tab, Enter and Escape work as ever.',
  },
  zh: {
    title: '键盘操作',
    acts: chinese,
    turnOn: '启用单键操作',
    always: '按 Tab 和 Shift+Tab 在各项之间移动，按 Enter 选择，按 Escape 关闭打开的内容。',
    none: '单键操作已停用。Tab、Enter 和 Escape 照常可用。',
  },
});
