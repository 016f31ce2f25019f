// What the schemas cannot say: what each message, field and code means. The compiler holds these complete.
import type { ClientMessage, ClientMessageType } from '@parley/shared/client-messages';
import type { CLOSE_CODES } from '@parley/shared/close-codes';
import type { ErrorCode } from '@parley/shared/error-codes';
import type { PeerData } from '@parley/shared/peer-data';
import type { ServerMessage } from '@parley/shared/server-messages';

type FieldOf<Message> = Message extends unknown ? Exclude<keyof Message, 'type'> : never;

/** What comes back. */
export const ANSWERS: Readonly<Record<ClientMessageType, string>> = {
  join: '`joined`, or `full`, or `error`',
  leave: '`leaved`; `bye` (reason `left`) to the others, at once',
  message: 'nothing when it is on its way; `error` when it is known not to be',
  resume: '`resumed`, or `error` `session_expired`',
  ice: '`ice` with fresh TURN credentials',
  ping: '`pong`, once what this connection said before is on its way, or was refused',
};

export const CLIENT_FIELDS: Readonly<Record<FieldOf<ClientMessage>, string>> = {
  room: 'the room; an integer is taken as its decimal string',
  name: 'what the others may call this peer',
  token:
    '`join`: a signed room token, where the server asks for one; `resume`: the one of the last `joined` or `resumed`',
  to: 'a peer; without it, every other member',
  data: 'passed on to the letter, unread',
  id: 'the `id` that this client had',
  seq: 'the last one seen',
  roomToken: '`resume`: a fresh signed room token, where the one before may have run out',
  ref: "the client's own mark; the answer carries the same one",
};

/** When it is said. */
export const OCCASIONS: Readonly<Record<ServerMessage['type'], string>> = {
  joined: 'you are in',
  otherjoin: 'another peer came in',
  full: 'the room holds as many as it may; you are not in',
  leaved: 'you are out',
  bye: 'another peer is gone; exactly one for every `otherjoin` or entry of `peers`',
  message: 'a peer sent it',
  resumed: 'your session goes on, and the others saw nothing; what was kept for you follows, in order',
  resync: 'the server may have missed a change: this is the whole truth now',
  ice: 'asked for, or a fresh set before the old one runs out',
  reconnect:
    'this node is going away: open a new connection after so long and resume; the old one is closed with 1012',
  error: 'a request was refused; the connection lives',
  pong: 'the answer to `ping`',
};

export const SERVER_FIELDS: Readonly<Record<FieldOf<ServerMessage>, string>> = {
  room: 'the room',
  id: '`joined`, `resumed`, `leaved`: yours; `otherjoin`, `bye`: that of the other',
  peers: 'the others in the room',
  capacity: 'how many peers the room may hold',
  token: 'secret to this client, for `resume`; opaque',
  resumeWindowMs: 'for how long a dropped session keeps its place, in milliseconds',
  roomTokenTtlMs: 'for how long the room token still holds, in milliseconds; absent where none was asked for',
  iceServers: 'as RTCPeerConnection takes them',
  iceTtlMs: 'for how long their credentials hold, in milliseconds',
  node: 'the node that speaks, for logs',
  seq: "the number of the last change of the room's membership",
  name: 'the name that the peer gave, if any',
  reason:
    '`left`: it said so or closed; `lost`: its connection ended and it did not resume; `removed`: by the operator',
  from: 'who sent it, stamped by the server',
  data: 'what the peer sent, to the letter',
  afterMs: 'when to come back, in milliseconds; spread by the server, so that not all come at once',
  code: 'why, of the closed set below',
  message: 'the same for a person, with what to do',
  to: 'the peer that a refused `message` was for',
  retryAfterMs: 'when to try again, in milliseconds',
  ref: 'the `ref` of the request that this answers',
};

export const PEER_DATA: Readonly<Record<PeerData['type'], string>> = {
  offer: 'a session description',
  answer: 'the answer to one',
  candidate: 'a way to reach the sender: an RTCIceCandidateInit',
};

export const PEER_DATA_FIELDS: Readonly<Record<FieldOf<PeerData>, string>> = {
  sdp: 'the description, as setLocalDescription left it',
  candidate: 'the candidate line; null ends gathering',
  sdpMid: 'which media section it is for',
  sdpMLineIndex: 'the same by number',
  usernameFragment: 'which ICE generation it is of',
};

export const ERRORS: Readonly<Record<ErrorCode, string>> = {
  bad_json: 'the frame is not JSON',
  bad_message: 'a field is missing or wrong',
  unknown_type: 'no such type of request',
  already_joined: 'this connection is in a room',
  not_in_room: 'this connection is not in that room',
  unknown_peer: 'there is no such peer in the room',
  undeliverable: 'the message could neither be handed over nor kept',
  unauthorized: 'a room token is missing or not valid',
  session_expired: 'there is no such session any more: join again',
  rate_limited: 'too many frames or joins: wait `retryAfterMs`',
  busy: 'the server takes no more for now: try later',
  unavailable: "the server's store is away: try again after `retryAfterMs`",
  internal: 'a fault of the server',
};

export const CLOSES: Readonly<Record<keyof typeof CLOSE_CODES, string>> = {
  normal: 'the client left',
  goingAway: 'from a client: its page was closed, it left; from a server: it goes away',
  unsupportedData: 'a binary frame',
  noStatus: 'no code: the client left',
  abnormal: 'the connection broke; never sent',
  invalidPayload: 'three frames in a row that are no valid message',
  tooLarge: 'a frame too large',
  internalError: "a fault of the node's own",
  serviceRestart: 'the node restarts',
  tryAgainLater: 'the node is full; an `error` `busy` says when to try again',
  storeLost: 'the node lost its store',
  slowReader: 'the client reads too slowly',
  noSignOfLife: 'the client did not answer pings',
  abuse: 'the client flooded on',
  takenOver: 'this session went on elsewhere',
  unauthorized: 'the room token does not hold any more',
  removed: 'removed by the operator',
};
