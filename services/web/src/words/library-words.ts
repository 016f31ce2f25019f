import type { FileOutcome } from '@parley/client/files/outgoing-file';
import type { ByeReason, ErrorCode } from '@parley/client/messages';
import type { Setback } from '@parley/client/reconnect-policy';
import type { RoomEvents } from '@parley/client/room-events';
import { CLOSE_CODES } from '@parley/shared/close-codes';
import type { PathNote } from '../call/path-note.ts';
import { dictionary } from './dictionary.ts';

// All that the library may tell of, and the words for it. A state, a code or an event that comes to the library does not
// compile here until it has its own.

type Closing = keyof typeof CLOSE_CODES;

/** Who on the page speaks of each event of a room; `nobody` where a person has no use for it. */
export const SPOKEN_OF_BY = {
  joined: 'news',
  state: 'banner',
  alive: 'banner',
  peer: 'news',
  change: 'tile',
  gone: 'news',
  text: 'chat',
  file: 'chat',
  reaction: 'tile',
  speaker: 'tile',
  upload: 'toolbar',
  reading: 'toolbar',
  // This page sends nothing of its own by the server, so nothing of it is refused; a later one's words come from there.
  message: 'nobody',
  error: 'nobody',
  fault: 'nobody',
} satisfies Record<keyof RoomEvents, 'banner' | 'news' | 'tile' | 'chat' | 'toolbar' | 'nobody'>;

interface LibraryWords {
  /** Why our connection to the server was closed. */
  closed: Record<Closing, string> & { unknown: string };
  /** Why the server refused. */
  refused: Record<ErrorCode, string>;
  full: (capacity: number) => string;
  gone: Record<ByeReason, (name: string) => string>;
  path: Record<PathNote, string>;
  /** How a file ended: ours to `name`, or theirs to us. */
  sent: Record<FileOutcome, (name: string, byUs: boolean) => string>;
  received: Record<FileOutcome, (name: string, byUs: boolean) => string>;
}

const english: LibraryWords = {
  closed: {
    normal: 'The server closed the connection.',
    goingAway: 'The server is being restarted.',
    unsupportedData: 'The server did not understand this page. Load it again.',
    noStatus: 'The server closed the connection.',
    abnormal: 'The server doesn’t answer.',
    invalidPayload: 'The server did not understand this page. Load it again.',
    tooLarge: 'This page sent more at once than the server takes. Load it again.',
    internalError: 'Something went wrong on the server.',
    serviceRestart: 'The server is being restarted.',
    tryAgainLater: 'The server has no room for more connections just now.',
    storeLost: 'The server lost its notes of this room and needs yours.',
    slowReader: 'Your network could not keep up with the server.',
    noSignOfLife: 'The server has gone silent.',
    abuse: 'Too much came to the server from this page.',
    takenOver: 'This call moved to another window of yours.',
    unauthorized: 'Your permission for this room has run out.',
    removed: 'Somebody who looks after this room ended your visit.',
    unknown: 'The server closed the connection.',
  },
  refused: {
    bad_json: 'The server did not understand this page. Load it again.',
    bad_message: 'The server did not understand this page. Load it again.',
    unknown_type: 'The server did not understand this page. Load it again.',
    already_joined: 'This page is in another room already. Load it again.',
    not_in_room: 'The server no longer has you in this room.',
    unknown_peer: 'Whom this was for is no longer in the room.',
    undeliverable: 'Whom this was for could not be reached.',
    unauthorized: 'This room is for those with a valid invitation.',
    session_expired: 'Your place was given up while you were away.',
    rate_limited: 'Too much came from your network at once, so the server asks you to wait.',
    busy: 'The server has too much to do and asks you to wait.',
    unavailable: 'The server can’t look rooms up just now.',
    internal: 'Something went wrong on the server.',
  },
  full: (capacity) => `All ${capacity} places are taken.`,
  gone: {
    left: (name) => `${name} left`,
    lost: (name) => `${name} lost the connection and did not come back`,
    removed: (name) => `${name} was taken out of the call`,
  },
  path: {
    connecting: 'Connecting…',
    slow: 'Still connecting, this can take half a minute…',
    otherWay: 'No path yet, trying another way…',
    weak: 'Weak path',
    waiting: 'Path interrupted, waiting for it…',
    searching: 'Path lost, looking for another…',
    needsServer: 'Path lost. A new one can be looked for once the server answers.',
    noPath: 'Still no path. They may be offline.',
  },
  sent: {
    arrived: (name) => `${name} has it`,
    refused: (name) => `${name} did not want it`,
    cancelled: (name, byUs) => (byUs ? 'You stopped it' : `${name} stopped it`),
    damaged: (name) => `It did not arrive at ${name}’s as it was sent. Send it again.`,
    gone: (name) => `The connection to ${name} ended before it was over. Send it again.`,
  },
  received: {
    arrived: () => 'Saved by your browser',
    refused: () => 'You did not want it',
    cancelled: (name, byUs) => (byUs ? 'You stopped it' : `${name} took it back`),
    damaged: (name) =>
      `It did not arrive as it was sent, or could not be kept. Ask ${name} to send it again.`,
    gone: (name) => `The connection to ${name} ended before it was over.`,
  },
};

const chinese: LibraryWords = {
  closed: {
    normal: '服务器关闭了连接。',
    goingAway: '服务器正在重启。',
    unsupportedData: '服务器没看懂这个页面发的内容，请重新加载页面。',
    noStatus: '服务器关闭了连接。',
    abnormal: '服务器没有回应。',
    invalidPayload: '服务器没看懂这个页面发的内容，请重新加载页面。',
    tooLarge: '这个页面一次发得太多，服务器收不下，请重新加载页面。',
    internalError: '服务器出了点问题。',
    serviceRestart: '服务器正在重启。',
    tryAgainLater: '服务器的连接暂时满了。',
    storeLost: '服务器丢了这个房间的记录，要向你要一份。',
    slowReader: '你的网络跟不上服务器。',
    noSignOfLife: '服务器没有动静了。',
    abuse: '这个页面发给服务器的太多了。',
    takenOver: '这个通话已转到你的另一个窗口。',
    unauthorized: '你进这个房间的许可过期了。',
    removed: '管理这个房间的人结束了你的这次访问。',
    unknown: '服务器关闭了连接。',
  },
  refused: {
    bad_json: '服务器没看懂这个页面发的内容，请重新加载页面。',
    bad_message: '服务器没看懂这个页面发的内容，请重新加载页面。',
    unknown_type: '服务器没看懂这个页面发的内容，请重新加载页面。',
    already_joined: '这个页面已经在另一个房间里，请重新加载页面。',
    not_in_room: '服务器上你已不在这个房间。',
    unknown_peer: '对方已经不在房间里。',
    undeliverable: '没能送到对方那里。',
    unauthorized: '这个房间要有效的邀请才能进。',
    session_expired: '你离开太久，位置已经让出。',
    rate_limited: '你的网络一下子来得太多，服务器请你稍等。',
    busy: '服务器正忙，请你稍等。',
    unavailable: '服务器暂时查不到房间。',
    internal: '服务器出了点问题。',
  },
  full: (capacity) => `${capacity} 个位置都有人。`,
  gone: {
    left: (name) => `${name}离开了`,
    lost: (name) => `${name}断线了，没有再回来`,
    removed: (name) => `${name}被请出了通话`,
  },
  path: {
    connecting: '正在连接…',
    slow: '还在连接，可能要半分钟…',
    otherWay: '还没连上，正在换一种方式…',
    weak: '线路不好',
    waiting: '线路中断，正在等它恢复…',
    searching: '线路断了，正在另找一条…',
    needsServer: '线路断了。等服务器有回应才能另找一条。',
    noPath: '还是没有线路，对方可能不在线。',
  },
  sent: {
    arrived: (name) => `${name}已收到`,
    refused: (name) => `${name}没有接收`,
    cancelled: (name, byUs) => (byUs ? '你停止了发送' : `${name}停止了接收`),
    damaged: (name) => `${name}收到的和发出的不一样，请再发一次。`,
    gone: (name) => `还没发完，和${name}的连接就断了，请再发一次。`,
  },
  received: {
    arrived: () => '浏览器已保存',
    refused: () => '你没有接收',
    cancelled: (name, byUs) => (byUs ? '你停止了接收' : `${name}收回了文件`),
    damaged: (name) => `收到的和发出的不一样，或者存不下来。请${name}再发一次。`,
    gone: (name) => `还没收完，和${name}的连接就断了。`,
  },
};

export const libraryWords = dictionary({ en: english, zh: chinese });

/** Why we are not in the room, or not any more. */
export function wordsFor(setback: Setback): string {
  const words = libraryWords.value;
  switch (setback.kind) {
    case 'closed':
      return words.closed[closingOf(setback.code) ?? 'unknown'];
    case 'refused':
      return words.refused[setback.code];
    case 'full':
      return words.full(setback.capacity);
    default:
      return setback satisfies never;
  }
}

function closingOf(code: number): Closing | undefined {
  const names = Object.keys(CLOSE_CODES).filter(isClosing);
  return names.find((name) => CLOSE_CODES[name] === code);
}

function isClosing(name: string): name is Closing {
  return Object.hasOwn(CLOSE_CODES, name);
}
