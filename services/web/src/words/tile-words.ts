import type { Path } from '@parley/client/read-stats';
import type { QualityLevel, QualityReason } from '@parley/client/quality';
import { dictionary } from './dictionary.ts';

/** How packets go, in a word or two. */
type Paths = Record<Path, string>;
/** The same in a sentence. */
type Reasons = Record<QualityReason, string>;
type Levels = Record<QualityLevel, string>;

const english: { paths: Paths; pathHints: Paths; levels: Levels; reasons: Reasons; short: Reasons } = {
  paths: {
    direct: 'Direct',
    nat: 'Through NAT',
    relayed: 'Relayed',
    'relayed-udp': 'Relayed UDP',
    'relayed-tcp': 'Relayed TCP',
    'relayed-tls': 'Relayed TLS',
  },
  pathHints: {
    direct: 'Straight from device to device.',
    nat: 'From device to device, through a router that hides an address.',
    relayed: 'By the server of this call, which only sees encrypted packets.',
    'relayed-udp': 'By the server of this call over UDP. It only sees encrypted packets.',
    'relayed-tcp': 'By the server of this call over TCP, since a firewall keeps UDP out. Expect some delay.',
    'relayed-tls':
      'By the server of this call over TLS, since a firewall lets nothing else out. Expect some delay.',
  },
  levels: { good: 'Good connection', fair: 'Fair connection', bad: 'Weak connection', lost: 'No connection' },
  reasons: {
    loss: 'Part of what is sent gets lost on the way.',
    'round-trip': 'What is said takes long to arrive.',
    bandwidth: 'Your line carries less than the picture needs.',
    cpu: 'This device is too busy to send a better picture.',
    path: 'The path is gone, another one is being looked for.',
  },
  short: {
    loss: 'loss',
    'round-trip': 'delay',
    bandwidth: 'narrow line',
    cpu: 'busy device',
    path: 'no path',
  },
};

const chinese: typeof english = {
  paths: {
    direct: '直连',
    nat: '经过 NAT 直连',
    relayed: '中转',
    'relayed-udp': '中转（UDP）',
    'relayed-tcp': '中转（TCP）',
    'relayed-tls': '中转（TLS）',
  },
  pathHints: {
    direct: '数据在两台设备之间直接传输。',
    nat: '数据在两台设备之间直接传输，中间经过路由器的地址转换。',
    relayed: '数据经服务器中转，服务器只能看到加密后的内容。',
    'relayed-udp': '数据经服务器以 UDP 中转，服务器只能看到加密后的内容。',
    'relayed-tcp': '防火墙挡住了 UDP，数据经服务器以 TCP 中转，会有一些延迟。',
    'relayed-tls': '防火墙只放行加密网页流量，数据经服务器以 TLS 中转，会有一些延迟。',
  },
  levels: { good: '连接良好', fair: '连接一般', bad: '连接较差', lost: '连接中断' },
  reasons: {
    loss: '有一部分数据在路上丢了。',
    'round-trip': '声音和画面要很久才能传到。',
    bandwidth: '你的网络带宽不够画面所需。',
    cpu: '这台设备太忙，发不出更好的画面。',
    path: '线路断了，正在另找一条。',
  },
  short: { loss: '丢包', 'round-trip': '延迟', bandwidth: '带宽不足', cpu: '设备太忙', path: '线路断了' },
};

export const tileWords = dictionary({
  en: {
    ...english,
    cameraOff: 'camera off',
    held: 'picture held back to spare the line',
    heldHint: 'Sound only, to spare the line',
    speaking: 'speaking',
    hand: 'hand raised',
    options: (name: string) => `Options for ${name}`,
    connection: (level: string, path: string) => (path === '' ? level : `${level}, ${path}`),
    withStop: (text: string) => `${text}.`,
    together: (one: string, other: string) => `${one} ${other}`,
    pin: 'Make large',
    unpin: 'Back to the grid',
    fullScreen: 'Full screen',
    endFullScreen: 'Leave full screen',
    pictureInPicture: 'Picture in picture',
    limit: (name: string) => `Your video to ${name}`,
    asAll: 'As for everybody',
    statistics: 'Statistics',
    screenOf: (name: string) => `${name}’s screen`,
    ownScreen: 'Your screen',
  },
  zh: {
    ...chinese,
    cameraOff: '摄像头已关',
    held: '为节省带宽暂停了画面',
    heldHint: '为节省带宽，只发声音',
    speaking: '正在说话',
    hand: '举手',
    options: (name) => `${name}的选项`,
    connection: (level, path) => (path === '' ? level : `${level}，${path}`),
    withStop: (text) => `${text}。`,
    together: (one, other) => `${one}${other}`,
    pin: '放大',
    unpin: '回到网格',
    fullScreen: '全屏',
    endFullScreen: '退出全屏',
    pictureInPicture: '画中画',
    limit: (name) => `发给${name}的视频`,
    asAll: '与其他人相同',
    statistics: '统计数据',
    screenOf: (name) => `${name}的屏幕`,
    ownScreen: '我的屏幕',
  },
});
