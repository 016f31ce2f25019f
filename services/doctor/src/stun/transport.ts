// How STUN messages travel: RFC 8489 section 6.2. Over TCP and TLS they follow each other without any framing of
// their own, since each says how long it is.
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect as connectTcp } from 'node:net';
import type { Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { isIPv6 } from 'node:net';
import type { TransportAddress } from './xor-address.ts';

const HEADER_BYTES = 20;
const CONNECT_DEADLINE_MS = 5_000;

export interface StunTransport {
  /** Whether what is sent may be lost, so that a request has to be said again. */
  readonly isLossy: boolean;
  send(message: Buffer): void;
  /** Called with each whole message. */
  onMessage(listener: (message: Buffer) => void): void;
  /** Called when nothing more can come: refused, reset, hung up. */
  onEnd(listener: (cause: Error) => void): void;
  close(): void;
}

export async function udpTransport(server: TransportAddress): Promise<StunTransport> {
  const socket = createSocket(isIPv6(server.address) ? 'udp6' : 'udp4');
  // Connected, so that the kernel tells of a port where nobody listens.
  socket.connect(server.port, server.address);
  await once(socket, 'connect');
  socket.on('error', () => {});
  return {
    isLossy: true,
    send: (message) => socket.send(message),
    onMessage: (listener) => void socket.on('message', listener),
    onEnd: (listener) => void socket.on('error', listener),
    close: () => void socket.close(),
  };
}

export function tcpTransport(server: TransportAddress): Promise<StunTransport> {
  return streamTransport(connectTcp({ host: server.address, port: server.port }), 'connect');
}

/** @param servername the name by which callers know it; its certificate is not looked at here */
export function tlsTransport(server: TransportAddress, servername: string): Promise<StunTransport> {
  const name = /[a-z]/i.test(servername) ? { servername } : {};
  const socket = connectTls({ host: server.address, port: server.port, rejectUnauthorized: false, ...name });
  return streamTransport(socket, 'secureConnect');
}

async function streamTransport(socket: Socket, connected: string): Promise<StunTransport> {
  try {
    await once(socket, connected, { signal: AbortSignal.timeout(CONNECT_DEADLINE_MS) });
  } catch (error) {
    socket.destroy();
    throw error;
  }
  socket.on('error', () => {}); // `close` follows
  return {
    isLossy: false,
    send: (message) => void socket.write(message),
    onMessage(listener) {
      let rest: Buffer = Buffer.alloc(0);
      socket.on('data', (bytes: Buffer) => {
        rest = Buffer.concat([rest, bytes]);
        for (let length = messageBytes(rest); length <= rest.length; length = messageBytes(rest)) {
          listener(rest.subarray(0, length));
          rest = rest.subarray(length);
        }
      });
    },
    onEnd: (listener) => void socket.on('close', () => listener(new Error('the server hung up'))),
    close: () => void socket.destroy(),
  };
}

function messageBytes(bytes: Buffer): number {
  return bytes.length < HEADER_BYTES ? HEADER_BYTES : HEADER_BYTES + bytes.readUInt16BE(2);
}
