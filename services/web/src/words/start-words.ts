import { dictionary } from './dictionary.ts';

export const startWords = dictionary({
  en: {
    title: 'Talk face to face',
    lead: 'Start a call and send the link. Whoever opens it is with you. No account, no download.',
    go: 'Start a call',
    fresh: 'Start a new call',
    label: 'Link or room name',
    hint: 'Leave empty for a new room',
    open: 'Go to the call',
    badLink:
      'That’s not a link of a call. It ends in # and a name without spaces, like #lusab-babad-gutih-tugad.',
    newRoom: (bits: string) =>
      `A new room’s name has ${bits} random bits: nobody can guess it, and you can read it out over a phone.`,
    recent: 'Recent rooms',
    recentHint: 'Kept on this device only.',
    forget: (room: string) => `Forget ${room}`,
    badRoom: {
      title: 'This link has no call behind it',
      body: 'A room’s name has only letters, digits and a few signs (-_.~), 128 at most. The link may have been cut or changed on its way. Ask for it again, or start a call of your own.',
    },
  },
  zh: {
    title: '面对面聊聊',
    lead: '开始通话，把链接发给对方，打开就能见面。不用注册，也不用下载。',
    go: '开始通话',
    fresh: '开始新的通话',
    label: '链接或房间名',
    hint: '留空就新开一个房间',
    open: '进入通话',
    badLink: '这不像是通话链接。通话链接的末尾是 # 和一个不带空格的名字，例如 #lusab-babad-gutih-tugad。',
    newRoom: (bits) => `新房间的名字含 ${bits} 位随机数，谁也猜不到，却好念，打电话就能报给对方。`,
    recent: '最近的房间',
    recentHint: '只保存在这台设备上。',
    forget: (room) => `从列表中移除 ${room}`,
    badRoom: {
      title: '这个链接打不开通话',
      body: '房间名只含字母、数字和几个符号（-_.~），最长 128 个字符。链接可能在转发时被截断或改动了。请对方再发一次，或者自己开始一个通话。',
    },
  },
});
