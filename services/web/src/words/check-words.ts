import type { Grade } from '../check/grade.ts';
import type { Overall } from '../check/overall.ts';
import { dictionary } from './dictionary.ts';

export const checkWords = dictionary({
  en: {
    title: 'Connection test',
    lead: 'Finds out in half a minute whether calls work from this browser and this network, and if they don’t, why.',
    again: 'Test again',
    copy: 'Copy report',
    copied: 'Copied',
    copyHint: 'For whoever helps you. Addresses and passwords are left out of it.',
    copyByHand: 'The browser keeps its clipboard closed. Copy the report from here:',
    start: 'Start a call',
    grades: {
      good: 'Works',
      weak: 'Works, with a weakness',
      bad: 'Doesn’t work',
      idle: 'Not tried',
    } satisfies Record<Grade, string>,
    busy: 'Being tested',
    overall: {
      running: { title: 'Testing…', body: 'Some parts take ten seconds. Keep this page in front.' },
      fine: {
        title: 'Calls work from here',
        body: 'Video and sound get through, also to people who can be reached through the relay only.',
      },
      narrow: {
        title: 'Sound works, video hardly',
        body: 'Through the relay there’s room for voices only. Where two people reach each other directly, it may be better.',
      },
      'direct-only': {
        title: 'Only some calls work from here',
        body: 'Two people who reach each other directly, as in one network, will see and hear each other. Where that needs a relay, nothing gets through.',
      },
      shaky: {
        title: 'The server went away',
        body: 'Calls that are up go on. Nobody can join until the server is back.',
      },
      'no-signaling': {
        title: 'The server can’t be reached',
        body: 'Nobody can start or join a call from here until that works.',
      },
      'no-browser': {
        title: 'This browser can’t make calls here',
        body: 'The first part says what is missing.',
      },
    } satisfies Record<Overall, { title: string; body: string }>,
  },
  zh: {
    title: '连接测试',
    lead: '半分钟内看清楚：用这个浏览器、在这个网络里能不能通话；如果不能，问题出在哪里。',
    again: '再测一次',
    copy: '复制报告',
    copied: '已复制',
    copyHint: '可以发给帮你排查的人，里面不含地址和密码。',
    copyByHand: '浏览器不让网页写剪贴板，请在这里手动复制：',
    start: '发起通话',
    grades: { good: '正常', weak: '可用，但有不足', bad: '不通', idle: '没有测' },
    busy: '正在测试',
    overall: {
      running: { title: '正在测试…', body: '有几项要花十来秒，请让这个页面留在最前面。' },
      fine: { title: '可以正常通话', body: '画面和声音都能通过；只能靠中继才连得上的人，也能通话。' },
      narrow: {
        title: '能听见，画面很勉强',
        body: '经过中继时，带宽只够传声音。如果两个人可以直接相连，情况可能会好些。',
      },
      'direct-only': {
        title: '只有一部分通话能接通',
        body: '能直接相连的两个人（比如在同一个网络里）可以通话；需要中继的时候，什么都传不过去。',
      },
      shaky: { title: '服务器中途断开了', body: '正在进行的通话不受影响，但服务器恢复之前没有人能加入。' },
      'no-signaling': { title: '连不上服务器', body: '在这一项恢复之前，从这里无法发起或加入通话。' },
      'no-browser': { title: '这个浏览器在这里不能通话', body: '缺什么，请看第一项。' },
    },
  },
});
