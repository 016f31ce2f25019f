import { dictionary } from './dictionary.ts';

export const startWords = dictionary({
  en: {
    title: 'Talk face to face',
    lead: 'Start a call and send the link. Whoever opens it is with you. No account, no download.',
    go: 'Start a call',
    fresh: 'Start a new call',
    or: 'or',
    linkLabel: 'Link or room name',
    linkHint: 'Paste a link you were sent',
    open: 'Open',
    badLink: 'That’s not a link of a call. It ends in # and a name without spaces, like #lusab-babad.',
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
    or: '或',
    linkLabel: '链接或房间名',
    linkHint: '粘贴别人发来的链接',
    open: '打开',
    badLink: '这不像是通话链接。通话链接的末尾是 # 和一个不带空格的名字，例如 #lusab-babad。',
    badRoom: {
      title: '这个链接打不开通话',
      body: '房间名只含字母、数字和几个符号（-_.~），最长 128 个字符。链接可能在转发时被截断或改动了。请对方再发一次，或者自己开始一个通话。',
    },
  },
});
