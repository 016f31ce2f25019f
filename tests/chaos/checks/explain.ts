import type { Happened } from '../history/history.ts';
import type { SocketStory, Story } from '../history/story.ts';
import type { Violation } from './violation.ts';

const LINES = 70;

/** A violation with the lines of the history that show it; times are in ms since the run began. */
export function explain(story: Story, { invariant, text, from, to, peers, numbers = [] }: Violation): string {
  const begin = story.events[0]?.at ?? 0;
  const own = new Set(story.sockets.filter((socket) => isOf(socket, peers)).map(({ number }) => number));
  const lines = story.events
    .filter(
      (event) =>
        event.at >= from && event.at <= to && concerns(event, own, peers) && !isChatter(event, numbers),
    )
    .map((event) => `    ${(event.at - begin).toFixed(0).padStart(6)}  ${describe(event)}`);
  const shown =
    lines.length > LINES ? [...lines.slice(0, LINES / 2), '       ...', ...lines.slice(-LINES / 2)] : lines;
  return [`BROKEN: ${invariant}: ${text}`, ...shown].join('\n');
}

/** A socket with the place of one of these peers, or one that asked for it. */
function isOf({ entered, said }: SocketStory, peers: readonly string[]): boolean {
  if (entered) return peers.includes(entered.id);
  return said.some(({ message }) => message.type === 'resume' && peers.includes(message.id));
}

function concerns(event: Happened, sockets: ReadonlySet<number>, peers: readonly string[]): boolean {
  if (event.what === 'members') return event.ids.some((id) => peers.includes(id));
  if (!('socket' in event)) return true;
  if (event.what === 'heard' && (event.message.type === 'bye' || event.message.type === 'otherjoin')) {
    return sockets.has(event.socket) || peers.includes(event.message.id);
  }
  return sockets.has(event.socket);
}

/** Messages and what is said about them, other than those that matter here. */
function isChatter(event: Happened, numbers: readonly number[]): boolean {
  if (event.what !== 'said' && event.what !== 'heard') return false;
  const { message } = event;
  switch (message.type) {
    case 'message':
      return !numbers.includes(Number(message.data));
    case 'error':
      return message.ref?.startsWith('m') === true && !numbers.includes(Number(message.ref.slice(1)));
    case 'ping':
    case 'pong':
      return true;
    default:
      return false;
  }
}

function describe(event: Happened): string {
  switch (event.what) {
    case 'opened':
      return `socket ${event.socket}: client ${event.client} opened it to ${event.node}`;
    case 'said':
      return `socket ${event.socket} > ${frame(event.message)}`;
    case 'heard':
      return `socket ${event.socket} < ${frame(event.message)}`;
    case 'deaf':
      return `socket ${event.socket}: its client went deaf`;
    case 'ending':
      return `socket ${event.socket}: its client ends it (${event.how})`;
    case 'closed':
      return `socket ${event.socket}: closed with ${event.code}`;
    case 'node':
      return `node ${event.node}: ${event.change}`;
    case 'redis':
      return `redis: ${event.change}`;
    case 'members':
      return `store: room ${event.room} has [${event.ids.join(', ')}]`;
    default:
      return event satisfies never;
  }
}

/** Without what fills lines and says nothing here. */
function frame(message: object): string {
  const text = JSON.stringify(message, (key, value: unknown) => {
    return ['token', 'iceServers', 'iceTtlMs', 'resumeWindowMs', 'capacity'].includes(key)
      ? undefined
      : value;
  });
  return text.length > 240 ? `${text.slice(0, 240)}...` : text;
}
