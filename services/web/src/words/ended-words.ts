import type { Ending } from '../call/call.ts';
import { dictionary } from './dictionary.ts';

type Why = Ending['why'];

const englishTitles: Record<Why, string> = {
  left: 'You left the call',
  full: 'The room is full',
  unreachable: 'No connection',
  busy: 'Not just now',
  refused: 'You can’t join this room',
  removed: 'You were taken out of the call',
  elsewhere: 'The call goes on elsewhere',
  expired: 'Your invitation ran out',
};

const chineseTitles: Record<Why, string> = {
  left: '你已离开通话',
  full: '房间满了',
  unreachable: '连不上',
  busy: '现在还不行',
  refused: '你不能加入这个房间',
  removed: '你被请出了通话',
  elsewhere: '通话已转到别处',
  expired: '你的邀请到期了',
};

export const endedWords = dictionary({
  en: {
    title: englishTitles,
    left: 'The room stays open for whoever has the link.',
    full: (capacity: number) =>
      `It holds ${capacity} people, and all of them are there. Wait for somebody to leave and try again.`,
    unreachable: 'Look whether you’re online, then try again.',
    busy: 'It was asked several times. Wait a minute, then try again.',
    refused: 'Trying again may not help. Ask whoever sent you the link, or start a new call.',
    removed: 'Somebody who looks after this room ended your visit.',
    elsewhere: 'You opened this call in another window, and it moved there.',
    expired: 'Your link was good for some time only. Ask whoever sent it for a new one.',
    again: 'Try again',
    rejoin: 'Join again',
    code: (code: string) => `Code ${code}`,
  },
  zh: {
    title: chineseTitles,
    left: '房间还在，有链接的人都能进来。',
    full: (capacity) => `这里最多 ${capacity} 个人，现在都在。等有人离开后再试。`,
    unreachable: '看看网络是否连着，然后再试一次。',
    busy: '已经试过好几次，请过一分钟再试。',
    refused: '再试可能也没用。请问问发链接的人，或者发起新通话。',
    removed: '管理这个房间的人结束了你的这次访问。',
    elsewhere: '你在另一个窗口打开了这个通话，它已经转到那边。',
    expired: '你的链接只在一段时间内有效。请向发链接的人再要一个新链接。',
    again: '再试一次',
    rejoin: '重新加入',
    code: (code) => `代码 ${code}`,
  },
});
