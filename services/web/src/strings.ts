import type { MediaKind } from '@parley/client/local-media';
import type { Ending } from './call/call.ts';
import type { SendLimit } from './call/send-limits.ts';
import type { MediaProblemCause } from './media/media-problem.ts';

// Every word of the page. A second language is a second object of this shape.
type DeviceName = MediaKind | 'both';

const both: Record<DeviceName, string> = {
  audio: 'microphone',
  video: 'camera',
  both: 'camera and microphone',
};

const either: Record<DeviceName, string> = { ...both, both: 'camera or microphone' };

/** What is in the way of a device, and what to do; `instead` is what one can do without it. */
const problems: Record<MediaProblemCause, (what: DeviceName, instead: string) => string> = {
  insecure: (what, instead) =>
    `Browsers share a ${either[what]} only over https. Open this page with https:// in front, or ${instead}.`,
  unsupported: (what, instead) =>
    `This browser can’t share a ${either[what]}. Take a current one, or ${instead}.`,
  denied: (what, instead) =>
    `Your browser blocked the ${both[what]}. Click the ${what === 'audio' ? 'microphone' : 'camera'} icon in the address bar and allow it, or ${instead}.`,
  dismissed: (what, instead) =>
    `Your browser’s question about the ${both[what]} was closed without an answer. Ask again, or ${instead}.`,
  'blocked-by-system': (what, instead) =>
    `Your system keeps the ${both[what]} from the browser. Allow it in the system’s privacy settings, or ${instead}.`,
  'no-device': (what, instead) => `No ${either[what]} was found. Plug one in and ask again, or ${instead}.`,
  'in-use': (what, instead) =>
    `Another program is using the ${either[what]}. Close it and ask again, or ${instead}.`,
  unplugged: (what, instead) =>
    `Your ${either[what]} was unplugged. Plug it in and ask again, or ${instead}.`,
  unknown: (what, instead) => `The ${either[what]} did not start. Ask again, or ${instead}.`,
};

const limits: Record<SendLimit, string> = {
  unlimited: 'No limit',
  '2000': '2 Mbps',
  '1000': '1 Mbps',
  '500': '500 kbps',
  '250': '250 kbps',
  '125': '125 kbps',
};

export const strings = {
  brand: 'Parley',
  guest: 'Guest',
  you: 'You',
  problems,
  instead: { lobby: 'join without', call: 'go on without' },
  dismiss: 'Close this notice',
  askAgain: 'Ask again',
  start: {
    title: 'Talk face to face',
    lead: 'Start a call and send the link. Whoever opens it is with you. No account, no download.',
    go: 'Start a call',
    or: 'or',
    linkLabel: 'Link or room name',
    linkHint: 'Paste a link you were sent',
    open: 'Open',
    badLink: 'That’s not a link of a call. It ends in # and a name without spaces, like #lusab-babad.',
  },
  badRoom: {
    title: 'This link has no call behind it',
    body: 'A room’s name has only letters, digits and a few signs (-_.~), 128 at most. The link may have been cut or changed on its way. Ask for it again, or start a call of your own.',
  },
  lobby: {
    title: 'Ready to join?',
    room: 'Room',
    nameLabel: 'Your name',
    nameHint: 'What the others see',
    choose: { audio: 'Microphone', video: 'Camera' },
    noChoice: { audio: 'No microphone', video: 'No camera' },
    standard: { audio: 'Standard microphone', video: 'Standard camera' },
    asking:
      'Your browser asks for your camera and microphone. Allow them, so that the others see and hear you.',
    cameraOff: 'Your camera is off',
    join: 'Join',
    joinWithout: {
      audio: 'Join without microphone',
      video: 'Join without camera',
      both: 'Join to watch and listen',
    },
    joining: 'Joining…',
    held: {
      unreachable: 'The server doesn’t answer yet. Trying again…',
      busy: 'The server can’t take you in just now. Trying again in a moment…',
    },
  },
  stage: {
    label: 'People in this call',
    first: 'You’re the first.',
    firstHint: 'Send the link.',
    alone: 'Only you are left.',
    aloneHint: 'The link still works.',
    connecting: 'Connecting…',
    interrupted: 'Path lost, looking for another…',
    muted: 'muted',
    copy: 'Copy link',
    copied: 'Copied',
    copyByHand: 'Copy this link:',
  },
  toolbar: {
    label: 'Call',
    mute: 'Mute',
    unmute: 'Unmute',
    cameraOff: 'Turn camera off',
    cameraOn: 'Turn camera on',
    chat: 'Chat',
    unread: (count: number) => `Chat, ${count} unread`,
    limit: 'Most your video may send to each person',
    limitSoon: 'Available once somebody is connected',
    leave: 'Leave',
  },
  limits,
  chat: {
    title: 'Chat',
    close: 'Close chat',
    empty: 'What you write goes straight to the people here, and is gone when you leave.',
    label: 'Message',
    hint: 'Write to everybody',
    send: 'Send',
    nobody: 'Nobody is here to read it yet.',
  },
  banner: {
    lost: 'Reconnecting, you can keep talking.',
    full: 'The room is full just now. Waiting for your seat, you can keep talking.',
  },
  news: {
    came: (name: string) => `${name} is here`,
    gone: (name: string) => `${name} left`,
    away: 'Reconnecting, you can keep talking',
    back: 'Connected again',
  },
  ended: {
    title: {
      left: 'You left the call',
      full: 'The room is full',
      unreachable: 'No connection',
      busy: 'Not just now',
      refused: 'You can’t join this room',
      removed: 'You were taken out of the call',
      elsewhere: 'The call goes on elsewhere',
    } satisfies Record<Ending['why'], string>,
    left: 'The room stays open for whoever has the link.',
    full: (capacity: number) =>
      `It holds ${capacity} people, and all of them are there. Wait for somebody to leave and try again.`,
    unreachable: 'The server did not answer. Look whether you’re online, then try again.',
    busy: 'The server couldn’t take you in, though we asked several times. Wait a minute, then try again.',
    refused: 'The server did not let you in. Ask whoever sent you the link for a new one.',
    removed: 'Somebody who looks after this room ended your visit.',
    elsewhere: 'You opened this call in another window, and it moved there.',
    again: 'Try again',
    rejoin: 'Join again',
    fresh: 'Start a new call',
    code: (code: string) => `Code ${code}`,
  },
};

/** What stands in for a name that a person did not give. */
export function shownName(name: string | undefined): string {
  return name === undefined || name === '' ? strings.guest : name;
}
