// A TURN server that does what is asked of it, and gets one thing wrong on purpose: for what a real one can't be made
// to do, or would take a container each.
import { createHmac, randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer as createTcp } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { createServer as createTls } from 'node:tls';
import { isPrivateAddress } from '@parley/doctor/private-address';
import { longTermKey } from '@parley/doctor/stun/credential';
import { ATTRIBUTE, METHOD, attribute, decode, encode, newTransactionId } from '@parley/doctor/stun/message';
import type { Attribute, StunMessage } from '@parley/doctor/stun/message';
import { decodeXorAddress, encodeXorAddress } from '@parley/doctor/stun/xor-address';
import type { KeyPair } from './certificates.ts';

const REALM = 'scripted';
const NONCE = Buffer.from('nonce');

export interface TurnScript {
  readonly secret: string;
  readonly pair: KeyPair;
  /** The answer to every allocation. */
  readonly refuses?: number;
  readonly relayAddress?: string;
  readonly firstRelayPort?: number;
  readonly allowsPrivate?: boolean;
  readonly swallows?: boolean;
  /** The address that callers are told they come from. */
  readonly seenAs?: string;
  /** Whether the first relayed port is really listened at. */
  readonly isOpenOutside?: boolean;
}

export interface ScriptedTurn extends AsyncDisposable {
  readonly udp: number;
  readonly tcp: number;
  readonly tls: number;
}

interface Caller {
  readonly say: (message: Buffer) => void;
  relayed?: string;
}

export async function startScriptedTurn(given: TurnScript): Promise<ScriptedTurn> {
  const callers = new Map<string, Caller>();
  const outside = createSocket('udp4');
  outside.bind(0, '127.0.0.1');
  await once(outside, 'listening');
  const script = given.isOpenOutside === true ? { ...given, firstRelayPort: outside.address().port } : given;
  outside.on('message', (data, { address, port }) => {
    const to = [...callers.values()].find(({ relayed }) => relayed?.endsWith(`:${outside.address().port}`));
    to?.say(indication({ address, port }, data));
  });
  const hear = (key: string, say: Caller['say'], bytes: Buffer) => {
    const caller = callers.get(key) ?? { say };
    callers.set(key, caller);
    const message = decode(bytes);
    if (message) answer(message, caller, callers, script);
  };
  const udp = createSocket('udp4');
  udp.on('message', (bytes, { address, port }) =>
    hear(`${address}:${port}`, (message) => udp.send(message, port, address), bytes),
  );
  udp.bind(0, '127.0.0.1');
  await once(udp, 'listening');
  const sockets = new Set<Socket>();
  const stream = (socket: Socket) => {
    const key = randomBytes(8).toString('hex');
    sockets.add(socket);
    socket.on('error', () => {});
    // What our client says comes in one piece each, as it waits for the answer.
    socket.on('data', (bytes: Buffer) => hear(key, (message) => void socket.write(message), bytes));
  };
  const servers = [createTcp(stream), createTls(script.pair, stream)];
  const [tcp = 0, tls = 0] = await Promise.all(servers.map(listen));
  return {
    udp: udp.address().port,
    tcp,
    tls,
    [Symbol.asyncDispose]: async () => {
      udp.close();
      outside.close();
      for (const socket of sockets) socket.destroy();
      for (const server of servers) server.close();
    },
  };
}

function answer(
  message: StunMessage,
  caller: Caller,
  callers: ReadonlyMap<string, Caller>,
  script: TurnScript,
): void {
  const { method, transactionId } = message;
  const username = attribute(message, ATTRIBUTE.username)?.toString();
  // As a real one: what was not signed is not answered with a signature, and a Binding never is.
  const key = method === METHOD.binding ? undefined : keyOf(username, script.secret);
  const reply = (kind: 'success' | 'error', attributes: Attribute[]) =>
    caller.say(encode({ method, class: kind, transactionId, attributes }, key));
  const relay = { address: script.relayAddress ?? '127.0.0.1', port: script.firstRelayPort ?? 49_160 };
  const at = (type: number, where: { address: string; port: number }): Attribute => [
    type,
    encodeXorAddress(where, transactionId),
  ];

  if (method === METHOD.send) return script.swallows ? undefined : pass(message, caller, callers);
  if (method === METHOD.binding) {
    const seen = { address: script.seenAs ?? '127.0.0.1', port: 9 };
    return reply('success', [at(ATTRIBUTE.xorMappedAddress, seen)]);
  }
  if (username === undefined) {
    const challenge: Attribute[] = [
      errorOf(401),
      [ATTRIBUTE.realm, Buffer.from(REALM)],
      [ATTRIBUTE.nonce, NONCE],
    ];
    return reply('error', challenge);
  }
  if (method === METHOD.allocate) {
    if (script.refuses !== undefined) return reply('error', [errorOf(script.refuses)]);
    const taken = [...callers.values()].filter(({ relayed }) => relayed !== undefined).length;
    const relayed = { ...relay, port: relay.port + taken };
    caller.relayed = `${relayed.address}:${relayed.port}`;
    return reply('success', [at(ATTRIBUTE.xorRelayedAddress, relayed)]);
  }
  if (method === METHOD.createPermission) {
    const peer = decodeXorAddress(
      attribute(message, ATTRIBUTE.xorPeerAddress) ?? Buffer.alloc(8),
      transactionId,
    );
    const isOpen = script.allowsPrivate === true || peer.address === script.relayAddress;
    return isOpen || !isPrivateAddress(peer.address) ? reply('success', []) : reply('error', [errorOf(403)]);
  }
  // A Refresh, by which our client gives its allocation back.
  delete caller.relayed;
  return reply('success', []);
}

function pass(message: StunMessage, from: Caller, callers: ReadonlyMap<string, Caller>): void {
  const { address, port } = decodeXorAddress(
    attribute(message, ATTRIBUTE.xorPeerAddress) ?? Buffer.alloc(8),
    message.transactionId,
  );
  const to = [...callers.values()].find(({ relayed }) => relayed === `${address}:${port}`);
  const [host = '', number] = (from.relayed ?? '').split(':');
  const data = attribute(message, ATTRIBUTE.data) ?? Buffer.alloc(0);
  to?.say(indication({ address: host, port: Number(number) }, data));
}

function indication(peer: { address: string; port: number }, data: Buffer): Buffer {
  const transactionId = newTransactionId();
  const attributes: Attribute[] = [
    [ATTRIBUTE.xorPeerAddress, encodeXorAddress(peer, transactionId)],
    [ATTRIBUTE.data, data],
  ];
  return encode({ method: METHOD.data, class: 'indication', transactionId, attributes });
}

function keyOf(username: string | undefined, secret: string): Buffer | undefined {
  if (username === undefined) return undefined;
  const password = createHmac('sha1', secret).update(username).digest('base64');
  return longTermKey({ username, password }, REALM);
}

function errorOf(code: number): Attribute {
  return [ATTRIBUTE.errorCode, Buffer.from([0, 0, Math.floor(code / 100), code % 100])];
}

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A TCP listener's address is an object.
  return (server.address() as AddressInfo).port;
}
