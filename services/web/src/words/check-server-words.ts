import type { IceUrl, Way } from '../check/ice-url.ts';
import type { Reach } from '../check/reach.ts';
import type { Failure } from '../check/server-outcome.ts';
import { dictionary } from './dictionary.ts';

/** What is said of all servers together: what it is, and what to do. `ports` are those to open. */
type Said = Record<Reach, { summary: string; advice?: (ports: string) => string }>;
/** What is said of one that did not pass. */
type Failures = Record<Failure, { what: string; advice?: (server: IceUrl) => string }>;

const english: Said = {
  'none-set': {
    summary: 'This server names no STUN and no TURN server.',
    advice: () =>
      'Calls work within one network; between networks many won’t. For the operator: set STUN_URLS, TURN_URLS and TURN_SECRET, or run the whole stack, which brings a relay along.',
  },
  'no-relay-set': {
    summary: 'There is no relay.',
    advice: () =>
      'Calls work where two people reach each other directly. For the operator: set TURN_URLS and TURN_SECRET.',
  },
  open: { summary: 'Every server answers, by every way.' },
  'no-udp': {
    summary: 'UDP doesn’t get through from here. TCP does.',
    advice: (ports) =>
      `Calls take the relay over TCP, and stutter sooner. Ask whoever looks after your network to let UDP out. For the operator: open ${ports}.`,
  },
  'no-tls': {
    summary: 'The relay answers, but not over TLS.',
    advice: (ports) =>
      `From here that doesn’t matter; networks that let nothing but TLS out can’t use it. For the operator: open ${ports}, and bring a certificate that browsers trust (secrets/README.md).`,
  },
  'tls-untrusted': {
    summary: 'The relay answers. Over TLS the browser doesn’t trust its certificate.',
    advice: () =>
      'From here that doesn’t matter; networks that let nothing but TLS out can’t use it. For the operator: with a self-signed certificate browsers hang up there, and nobody is asked. secrets/README.md says how to bring your own.',
  },
  partly: {
    summary: 'The relay answers, though not by every way.',
    advice: (ports) => `From here that will do. For the operator: open ${ports}.`,
  },
  refused: {
    summary: 'The relay answers, but refuses the credential it was shown.',
    advice: () =>
      'For the operator: relay and nodes need the same secret (TURN_SECRET) and clocks that agree. docs/turn.md says how a secret is changed.',
  },
  full: {
    summary: 'The relay has no room left.',
    advice: () =>
      'Wait for a call to end. For the operator: give it more ports (TURN_MIN_PORT, TURN_MAX_PORT), or a person more of them (TURN_USER_QUOTA).',
  },
  untrusted: {
    summary: 'The relay answers over TLS only, and the browser doesn’t trust its certificate.',
    advice: () =>
      'For the operator: browsers take no self-signed certificate there, and nobody is asked. secrets/README.md says how to bring your own.',
  },
  'relay-away': {
    summary: 'STUN answers, but the relay doesn’t.',
    advice: (ports) => `For the operator: look whether it runs (docker compose ps turn), and open ${ports}.`,
  },
  'all-away': {
    summary: 'Neither STUN nor the relay answers.',
    advice: (ports) =>
      `Either they aren’t running, or a firewall is in between. For the operator: docker compose ps turn, and open ${ports}.`,
  },
  failing: {
    summary: 'The relay answers, but doesn’t relay.',
    advice: () => 'For the operator: docker compose logs turn.',
  },
};

const englishFailures: Failures = {
  credential: { what: 'Credential refused' },
  forbidden: { what: 'Refused to whoever comes from here' },
  quota: { what: 'Too many relays at once for one person' },
  'no-ports': { what: 'No relay port is free' },
  unreachable: {
    what: 'No answer',
    advice: ({ way, port, transport }) =>
      way === 'turn-tls'
        ? `Needs port ${port} open for TCP, and a certificate that browsers trust.`
        : `Needs port ${port} open for ${transport}, at the server and out of your network.`,
  },
  'no-such-host': { what: 'No such name', advice: ({ host }) => `DNS knows no address of ${host}.` },
  certificate: {
    what: 'Answers, but isn’t trusted',
    advice: ({ port }) => `Port ${port} is open. The browser doesn’t trust the certificate behind it.`,
  },
  silent: {
    what: 'No answer, and no word why',
    advice: ({ port, transport }) =>
      `Needs port ${port} open for ${transport}; some browsers are also told not to use UDP at all.`,
  },
  'bad-address': { what: 'Not an address that this browser takes' },
  'server-error': { what: 'The server reported a fault of its own' },
};

const chinese: Said = {
  'none-set': {
    summary: '服务器没有给出 STUN 或 TURN 地址。',
    advice: () =>
      '同一个网络里可以通话，跨网络时多半不行。运维请看：设置 STUN_URLS、TURN_URLS 和 TURN_SECRET，或者运行自带中继的整套服务。',
  },
  'no-relay-set': {
    summary: '没有中继。',
    advice: () => '能直接相连的两个人可以通话。运维请看：设置 TURN_URLS 和 TURN_SECRET。',
  },
  open: { summary: '每台服务器、每种方式都有回应。' },
  'no-udp': {
    summary: '从这里 UDP 不通，TCP 可以。',
    advice: (ports) => `通话会经 TCP 走中继，更容易卡顿。请让管理网络的人放行 UDP。运维请看：放行 ${ports}。`,
  },
  'no-tls': {
    summary: '中继有回应，但 TLS 方式不通。',
    advice: (ports) =>
      `从这里通话不受影响；只放行 TLS 的网络就用不了中继。运维请看：放行 ${ports}，并换上浏览器信任的证书（secrets/README.md）。`,
  },
  'tls-untrusted': {
    summary: '中继有回应；走 TLS 时，浏览器不信任它的证书。',
    advice: () =>
      '从这里通话不受影响；只放行 TLS 的网络就用不了中继。运维请看：遇到自签名证书，浏览器会直接断开，不会询问。secrets/README.md 里有换成自己证书的办法。',
  },
  partly: {
    summary: '中继有回应，但有的方式不通。',
    advice: (ports) => `从这里够用了。运维请看：放行 ${ports}。`,
  },
  refused: {
    summary: '中继有回应，但不认这份凭证。',
    advice: () =>
      '运维请看：中继和各节点要用同一个密钥（TURN_SECRET），时钟也要一致。更换密钥的办法写在 docs/turn.md 里。',
  },
  full: {
    summary: '中继已经满了。',
    advice: () =>
      '请等别的通话结束。运维请看：增加中继端口（TURN_MIN_PORT、TURN_MAX_PORT），或调高每人的限额（TURN_USER_QUOTA）。',
  },
  untrusted: {
    summary: '中继只在 TLS 上有回应，而浏览器不信任它的证书。',
    advice: () =>
      '运维请看：浏览器在那里不接受自签名证书，也不会询问。secrets/README.md 里有换成自己证书的办法。',
  },
  'relay-away': {
    summary: 'STUN 有回应，中继没有。',
    advice: (ports) => `运维请看：中继是否在运行（docker compose ps turn），并放行 ${ports}。`,
  },
  'all-away': {
    summary: 'STUN 和中继都没有回应。',
    advice: (ports) =>
      `不是没有运行，就是被防火墙挡住了。运维请看：docker compose ps turn，并放行 ${ports}。`,
  },
  failing: { summary: '中继有回应，但不肯转发。', advice: () => '运维请看：docker compose logs turn。' },
};

const chineseFailures: Failures = {
  credential: { what: '凭证被拒绝' },
  forbidden: { what: '不接受来自这里的请求' },
  quota: { what: '一个人同时占用的中继太多' },
  'no-ports': { what: '没有空闲的中继端口' },
  unreachable: {
    what: '没有回应',
    advice: ({ way, port, transport }) =>
      way === 'turn-tls'
        ? `需要放行 TCP 端口 ${port}，并使用浏览器信任的证书。`
        : `需要放行 ${transport} 端口 ${port}，服务器一侧和你所在的网络都要放行。`,
  },
  'no-such-host': { what: '找不到这个名字', advice: ({ host }) => `DNS 里没有 ${host} 的地址。` },
  certificate: {
    what: '有回应，但不受信任',
    advice: ({ port }) => `端口 ${port} 是通的，只是浏览器不信任那里的证书。`,
  },
  silent: {
    what: '没有回应，也没有说明',
    advice: ({ port, transport }) => `需要放行 ${transport} 端口 ${port}；有些浏览器还被设置成完全不用 UDP。`,
  },
  'bad-address': { what: '浏览器不接受这个地址' },
  'server-error': { what: '服务器自己报告了问题' },
};

export const checkServerWords = dictionary({
  en: {
    title: 'Ways to other people (STUN and TURN)',
    asking: 'Asking each server…',
    notIssued: 'The server named no STUN and TURN servers.',
    notIssuedAdvice: 'Without them, there’s nothing to try here. What stands above says why.',
    tooOften: 'You asked too often just now.',
    tooOftenAdvice: 'Wait a minute and test again.',
    said: english,
    failures: englishFailures,
    sameAddress: 'Answers, and sees you under your own address',
    waiting: 'waiting',
    ways: {
      stun: 'STUN',
      'turn-udp': 'TURN over UDP',
      'turn-tcp': 'TURN over TCP',
      'turn-tls': 'TURN over TLS',
    } satisfies Record<Way, string>,
    code: (code: number, text: string) => (text === '' ? `Code ${code}` : `Code ${code}: ${text}`),
  },
  zh: {
    title: '通往其他人的路（STUN 和 TURN）',
    asking: '正在逐台询问…',
    notIssued: '服务器没有给出 STUN 和 TURN 地址。',
    notIssuedAdvice: '没有地址，这一项就没法测。原因请看上一项。',
    tooOften: '刚才问得太频繁了。',
    tooOftenAdvice: '请等一分钟再测。',
    said: chinese,
    failures: chineseFailures,
    sameAddress: '有回应，看到的就是你自己的地址',
    waiting: '等待中',
    ways: {
      stun: 'STUN 服务',
      'turn-udp': 'TURN，经 UDP',
      'turn-tcp': 'TURN，经 TCP',
      'turn-tls': 'TURN，经 TLS',
    },
    code: (code, text) => (text === '' ? `代码 ${code}` : `代码 ${code}：${text}`),
  },
});
