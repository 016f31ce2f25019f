import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import type { WebSocket as ServerSocket } from 'ws';
import type { ClientMessage, Joined, ServerMessage } from '../src/messages.ts';
import { reconnectDelayMs } from '../src/reconnect-policy.ts';
import type { Setback } from '../src/reconnect-policy.ts';
import type { SignalingConnection } from '../src/signaling-connection.ts';
import type { SignalingState } from '../src/signaling-events.ts';

type Script = (message: ClientMessage, socket: ServerSocket, visit: number) => void;

/** A node that answers by script, on a real socket; `visit` counts the connections from 1. */
export class ScriptedNode {
  readonly #server = new WebSocketServer({ port: 0 });
  readonly urls: string[] = [];
  readonly subprotocols: string[] = [];
  readonly closeCodes: number[] = [];
  script: Script = () => {};

  async start(): Promise<string> {
    this.#server.on('connection', (socket, request) => {
      const visit = this.urls.push(request.url ?? '');
      this.subprotocols.push(socket.protocol);
      socket.on('close', (code) => this.closeCodes.push(code));
      socket.on('message', (data: Buffer) => {
        this.script(JSON.parse(data.toString()) as ClientMessage, socket, visit);
      });
    });
    await once(this.#server, 'listening');
    return `ws://127.0.0.1:${(this.#server.address() as AddressInfo).port}/ws`;
  }

  stop(): void {
    for (const socket of this.#server.clients) socket.terminate();
    this.#server.close();
  }
}

/** The policy of the library, with dice of the test's own. */
export const rolling = (random: () => number) => (attempt: number, setback: Setback) =>
  reconnectDelayMs(attempt, setback, random);
export const soon = (roll: number) => rolling(() => roll);

export function say(socket: ServerSocket, message: ServerMessage): void {
  socket.send(JSON.stringify(message));
}

export function joinedAs(id: string): Joined {
  return {
    type: 'joined',
    room: 'r',
    id,
    peers: [],
    capacity: 6,
    token: 't',
    resumeWindowMs: 20_000,
    iceServers: [],
    iceTtlMs: 3_600_000,
    node: 'n',
    seq: 1,
  };
}

export function untilState(
  connection: SignalingConnection,
  name: SignalingState['name'],
): Promise<SignalingState> {
  return new Promise((resolve) => {
    const off = connection.on('state', (state) => {
      if (state.name !== name) return;
      off();
      resolve(state);
    });
  });
}
