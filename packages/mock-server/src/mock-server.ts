import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { CLOSE_CODES, isLeaving } from '@parley/shared/close-codes';
import { parseClientFrame } from '@parley/shared/parse-client-frame';
import type { ServerMessage } from '@parley/shared/server-messages';
import { SUBPROTOCOL } from '@parley/shared/version';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import type { Fault } from './fault.ts';
import { Faults } from './faults.ts';
import { httpSide, refuseUpgrade, refusedStatus } from './http-side.ts';
import { Line } from './line.ts';
import { answer, refuse, removeFrom } from './requests.ts';
import type { Settings, World } from './requests.ts';
import { newPeerId } from './room.ts';

const MAX_MESSAGE_BYTES = 65_536;
const MAX_BAD_FRAMES = 3;
const DEFAULTS: Settings = { capacity: 6, resumeWindowMs: 20_000, iceServers: [], iceTtlMs: 3_600_000 };

export interface MockServerOptions extends Partial<Settings> {
  /** Of 127.0.0.1; without it any that is free. */
  readonly port?: number;
  /** The `id` of who joins next, for a test in which it matters who is polite. Random ones where nothing is said. */
  readonly nextId?: () => string;
}

/** A frame as a client sent it. */
export interface HeardFrame {
  /** The client's `id`; undefined before it joined. */
  readonly peer: string | undefined;
  readonly text: string;
}

export interface MockServer extends AsyncDisposable {
  /** `ws://` address of `/ws`. */
  readonly url: string;
  readonly http: string;
  /** Every frame that was heard, in order. */
  readonly heard: readonly HeardFrame[];
  /** Orders a fault, which stands until it is disposed of. */
  harm(fault: Fault): Disposable;
  /** Says something to a peer, or to every connection. */
  say(message: ServerMessage, peer?: string): void;
  /** Closes the connection of a peer, or all, with a code. Their sessions wait to be resumed. */
  end(code: number, peer?: string): void;
  /** Cuts the connection of a peer, or all, without a word. */
  cut(peer?: string): void;
  /** Forgets the session of a peer, or all, and tells nobody: `resume` is answered by `session_expired`. */
  forget(peer?: string): void;
  /** Removes a peer as an operator does: `bye` with reason `removed`, and 4503. */
  remove(peer: string): void;
  /** Cuts all connections and gives the port back. */
  close(): Promise<void>;
}

/** A Parley server in memory, which keeps docs/protocol/README.md until a fault is ordered. */
export async function startMockServer(options: MockServerOptions = {}): Promise<MockServer> {
  const { port = 0, nextId = newPeerId, ...given } = options;
  const lines = new Set<Line>();
  const faults = new Faults(() => {
    for (const line of lines) line.settle();
  });
  const world: World = { nextId, settings: { ...DEFAULTS, ...given }, faults, rooms: new Map() };
  const { iceServers, iceTtlMs } = world.settings;
  const heard: HeardFrame[] = [];
  const unanswered = new Set<Duplex>();
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_MESSAGE_BYTES,
    perMessageDeflate: false,
    handleProtocols: (offered) => (offered.has(SUBPROTOCOL) ? SUBPROTOCOL : false),
  });
  const server = createServer(httpSide({ iceServers, iceTtlMs }));

  function serve(socket: WebSocket): void {
    const line = new Line(socket, faults);
    lines.add(line);
    socket.on('message', (bytes: Buffer, isBinary) => {
      line.take(() => {
        if (isBinary) {
          endLine(world, line, CLOSE_CODES.unsupportedData);
          return;
        }
        const text = bytes.toString();
        heard.push({ peer: line.peer, text });
        hear(world, line, text);
      });
    });
    socket.on('error', () => {}); // `close` follows
    socket.on('close', (code) => {
      lines.delete(line);
      release(world, line, code);
    });
  }

  server.on('upgrade', (request, socket, head) => {
    const unreachable = faults.strike('unreachable', undefined);
    if (unreachable && unreachable.status === undefined) {
      unanswered.add(socket);
      return;
    }
    const status = unreachable?.status ?? refusedStatus(request);
    if (status === undefined) sockets.handleUpgrade(request, socket, head, serve);
    else refuseUpgrade(socket, status);
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');

  const linesOf = (peer: string | undefined) =>
    [...lines].filter(({ member }) => peer === undefined || member?.id === peer);
  const membersOf = (peer: string | undefined) =>
    [...world.rooms.values()]
      .flatMap(({ members }) => members)
      .filter(({ id }) => peer === undefined || id === peer);
  const forget = (peer?: string) => {
    for (const member of membersOf(peer)) member.room.forget(member);
    for (const [name, { size }] of world.rooms) if (size === 0) world.rooms.delete(name);
  };
  let closing: Promise<void> | undefined;
  const close = async () => {
    forget();
    for (const { socket } of lines) socket.terminate();
    for (const socket of unanswered) socket.destroy();
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  };
  // A TCP listener's address is an object.
  const at = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: `ws://${at}/ws`,
    http: `http://${at}`,
    heard,
    harm: (fault) => ({ [Symbol.dispose]: faults.add(fault) }),
    say: (message, peer) => linesOf(peer).forEach((line) => line.say(message)),
    end: (code, peer) => linesOf(peer).forEach((line) => endLine(world, line, code)),
    cut: (peer) => linesOf(peer).forEach(({ socket }) => socket.terminate()),
    forget,
    remove(peer) {
      const attached = linesOf(peer);
      for (const member of membersOf(peer)) removeFrom(world, member, 'removed');
      for (const line of attached) line.close(CLOSE_CODES.removed, 'removed by the operator');
    },
    close: () => (closing ??= close()),
    [Symbol.asyncDispose]: () => (closing ??= close()),
  };
}

function hear(world: World, line: Line, text: string): void {
  const parsed = parseClientFrame(text);
  if (parsed.ok) {
    line.badFrames = 0;
    answer(world, line, parsed.message, text);
    return;
  }
  line.badFrames += 1;
  refuse(line, parsed.code, parsed.reason, { ref: parsed.ref });
  if (line.badFrames >= MAX_BAD_FRAMES) {
    endLine(world, line, CLOSE_CODES.invalidPayload);
  }
}

/** A close by the server: the client's answer to it is no word of leaving. */
function endLine(world: World, line: Line, code: number): void {
  release(world, line, CLOSE_CODES.abnormal);
  line.close(code);
}

/** The connection is over: its peer has left, or waits for `resume`. */
function release(world: World, line: Line, code: number): void {
  const { member } = line;
  if (!member) return;
  line.member = undefined;
  member.line = undefined;
  if (isLeaving(code)) {
    removeFrom(world, member, 'left');
    return;
  }
  member.window = setTimeout(() => removeFrom(world, member, 'lost'), world.settings.resumeWindowMs);
}
