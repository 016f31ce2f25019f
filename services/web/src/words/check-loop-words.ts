import type { Path } from '@parley/client/read-stats';
import type { LoopCaveat, LoopObstacle, LoopVerdict } from '../check/loop-verdict.ts';
import { dictionary } from './dictionary.ts';

interface Said {
  summary: string;
  advice?: string;
}

export const checkLoopWords = dictionary({
  en: {
    title: 'A call through the relay',
    waiting: 'Waits for a relay that answers…',
    connecting: 'Connecting to yourself through the relay…',
    running: (part: string) => `Sending a picture to yourself through the relay… ${part}`,
    verdicts: {
      video: { summary: 'Video and sound get through the relay.' },
      sound: {
        summary: 'Sound gets through the relay, video hardly does.',
        advice: 'Turn the cameras off in such a call, or look for a better network.',
      },
      blocked: {
        summary: 'Hardly anything gets through the relay.',
        advice: 'Look for a better network. For the operator: the relay may be short of bandwidth.',
      },
    } satisfies Record<LoopVerdict, Said>,
    obstacles: {
      'no-relay': { summary: 'Not tried, as there’s no relay.' },
      'no-way-in': {
        summary: 'Nothing gets through, as no relay lets you in.',
        advice: 'What stands above says why.',
      },
      'not-started': {
        summary: 'This browser doesn’t start a call to itself.',
        advice: 'Take a current Firefox, Chrome, Edge or Safari, and test again.',
      },
      'no-path': {
        summary: 'The relay lets you in, but nothing passes through it.',
        advice:
          'For the operator: open the relay’s own ports (UDP, TURN_MIN_PORT to TURN_MAX_PORT; 49160 to 49259 if nothing else is set), and set TURN_EXTERNAL_IP to the address under which others reach it.',
      },
      'no-packets': {
        summary: 'There is a path through the relay, but no picture came over it.',
        advice: 'Test again with this page in front.',
      },
    } satisfies Record<LoopObstacle, Said>,
    caveats: {
      hidden:
        'This page was not in front all the time, and browsers slow such pages down. Test again to be sure.',
      busy: 'This device was too busy to send more. The network may carry more than that.',
    } satisfies Record<LoopCaveat, string>,
    rate: 'Speed',
    roundTrip: 'Round trip',
    loss: 'Loss',
    path: 'Path',
    paths: {
      direct: 'direct',
      nat: 'through a NAT',
      relayed: 'relayed',
      'relayed-udp': 'relayed over UDP',
      'relayed-tcp': 'relayed over TCP',
      'relayed-tls': 'relayed over TLS',
    } satisfies Record<Path, string>,
  },
  zh: {
    title: '经过中继的通话',
    waiting: '等一个有回应的中继…',
    connecting: '正在经过中继连到自己…',
    running: (part) => `正在经过中继给自己发画面… ${part}`,
    verdicts: {
      video: { summary: '画面和声音都能通过中继。' },
      sound: {
        summary: '声音能通过中继，画面很勉强。',
        advice: '这样的通话请关掉摄像头，或者换一个好些的网络。',
      },
      blocked: {
        summary: '几乎什么都通不过中继。',
        advice: '请换一个好些的网络。运维请看：中继的带宽可能不够。',
      },
    },
    obstacles: {
      'no-relay': { summary: '没有中继，所以没有测。' },
      'no-way-in': { summary: '什么都通不过：没有中继让你进入。', advice: '原因请看上一项。' },
      'not-started': {
        summary: '这个浏览器没能和自己接通。',
        advice: '请换用新版的 Firefox、Chrome、Edge 或 Safari，再测一次。',
      },
      'no-path': {
        summary: '中继让你进入了，但什么都传不过去。',
        advice:
          '运维请看：放行中继自己的端口（UDP，从 TURN_MIN_PORT 到 TURN_MAX_PORT；没有设置时是 49160 到 49259），并把 TURN_EXTERNAL_IP 设成别人访问得到的地址。',
      },
      'no-packets': {
        summary: '经过中继的路是通的，但没有画面传过来。',
        advice: '请让这个页面留在最前面，再测一次。',
      },
    },
    caveats: {
      hidden: '测试时这个页面不是一直在最前面，浏览器会让这样的页面变慢。想要准确，请再测一次。',
      busy: '这台设备太忙，发不出更多；网络本身可能还有余量。',
    },
    rate: '速率',
    roundTrip: '往返时间',
    loss: '丢失',
    path: '路径',
    paths: {
      direct: '直接相连',
      nat: '穿过 NAT',
      relayed: '经中继',
      'relayed-udp': '经中继，用 UDP',
      'relayed-tcp': '经中继，用 TCP',
      'relayed-tls': '经中继，用 TLS',
    },
  },
});
