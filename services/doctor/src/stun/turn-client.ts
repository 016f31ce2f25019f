// A STUN and TURN client, as small as its users allow: RFC 8489 (Binding), RFC 8656 (Allocate, CreatePermission,
// ChannelBind, Send and Data indications, Refresh). What is relayed is UDP; the way to the server is any transport.
import { EventEmitter, once } from 'node:events';
import {
  ATTRIBUTE,
  METHOD,
  attribute,
  decode,
  encode,
  errorCode,
  isIntact,
  newTransactionId,
} from './message.ts';
import type { Attribute, StunMessage } from './message.ts';
import { longTermKey } from './credential.ts';
import type { TurnCredential } from './credential.ts';
import { udpTransport } from './transport.ts';
import type { StunTransport } from './transport.ts';
import { decodeXorAddress, encodeXorAddress } from './xor-address.ts';
import type { TransportAddress } from './xor-address.ts';

const FIRST_RETRY_MS = 500;
const TRIES = 4;
const DATA_DEADLINE_MS = 5000;
const PROTOCOL = { udp: Buffer.from([17, 0, 0, 0]), tcp: Buffer.from([6, 0, 0, 0]) } as const;
const FAMILY = { ipv4: Buffer.from([1, 0, 0, 0]), ipv6: Buffer.from([2, 0, 0, 0]) } as const;
/** The first of those that RFC 8656 leaves to clients. */
const CHANNEL = Buffer.from([0x40, 0, 0, 0]);

/** An error response, by its code: 401, 403, 486 and so on. */
export class StunError extends Error {
  readonly code: number;
  constructor(code: number) {
    super(`STUN error response ${code}`);
    this.code = code;
  }
}

/** Nothing came back, however often it was asked. */
export class NoAnswerError extends Error {
  constructor() {
    super('no answer from the STUN server');
  }
}

export interface ReceivedData {
  readonly from: TransportAddress;
  readonly data: Buffer;
}

/** What kind of relay is asked for; coturn's own default is UDP over IPv4. */
export interface RelayKind {
  readonly protocol?: keyof typeof PROTOCOL;
  readonly family?: keyof typeof FAMILY;
}

interface Authentication {
  readonly realm: Buffer;
  readonly nonce: Buffer;
  readonly key: Buffer;
}

export class TurnClient {
  readonly #transport: StunTransport;
  readonly #answers = new EventEmitter();
  readonly #received: ReceivedData[] = [];
  #end: Error | undefined;
  #credential: TurnCredential | undefined;
  #authentication: Authentication | undefined;

  constructor(transport: StunTransport) {
    this.#transport = transport;
    transport.onMessage((message) => this.#take(message));
    transport.onEnd((cause) => {
      this.#end = cause;
      this.#answers.emit('end');
    });
  }

  /** Over UDP. */
  static async open(server: TransportAddress): Promise<TurnClient> {
    return new TurnClient(await udpTransport(server));
  }

  /** Where the server saw this socket's packet come from. */
  async binding(): Promise<TransportAddress> {
    const answer = await this.#request(METHOD.binding, () => []);
    return addressIn(answer, ATTRIBUTE.xorMappedAddress);
  }

  /** The relayed address. Everything after it is signed with the same credential. */
  async allocate(credential: TurnCredential, kind: RelayKind = {}): Promise<TransportAddress> {
    this.#credential = credential;
    const wish: Attribute[] = [[ATTRIBUTE.requestedTransport, PROTOCOL[kind.protocol ?? 'udp']]];
    if (kind.family) wish.push([ATTRIBUTE.requestedAddressFamily, FAMILY[kind.family]]);
    const answer = await this.#request(METHOD.allocate, () => wish);
    return addressIn(answer, ATTRIBUTE.xorRelayedAddress);
  }

  /** Keeps the allocation that there is. */
  async refresh(): Promise<void> {
    await this.#request(METHOD.refresh, () => []);
  }

  /** Asks with a nonce that the server never gave, and takes no fresh one: gives the code of the answer. */
  async refreshWithForgedNonce(): Promise<number> {
    if (!this.#authentication) throw new Error('there is no allocation');
    const kept = this.#authentication;
    this.#authentication = { ...kept, nonce: Buffer.from('0123456789abcdef') };
    const answer = await this.#exchange(METHOD.refresh, () => []);
    this.#authentication = kept;
    return errorCode(answer);
  }

  async createPermission(peerAddress: string): Promise<void> {
    const peer = { address: peerAddress, port: 0 };
    await this.#request(METHOD.createPermission, (id) => [
      [ATTRIBUTE.xorPeerAddress, encodeXorAddress(peer, id)],
    ]);
  }

  async bindChannel(peerAddress: string): Promise<void> {
    const peer = { address: peerAddress, port: 9 };
    await this.#request(METHOD.channelBind, (id) => [
      [ATTRIBUTE.channelNumber, CHANNEL],
      [ATTRIBUTE.xorPeerAddress, encodeXorAddress(peer, id)],
    ]);
  }

  /** Not acknowledged: an indication is as lossy as the datagram it becomes. */
  send(peer: TransportAddress, data: Buffer): void {
    const transactionId = newTransactionId();
    const attributes: Attribute[] = [
      [ATTRIBUTE.xorPeerAddress, encodeXorAddress(peer, transactionId)],
      [ATTRIBUTE.data, data],
    ];
    this.#transmit(encode({ method: METHOD.send, class: 'indication', transactionId, attributes }));
  }

  /** The next data that a peer sent to the relayed address. */
  async nextData(deadlineMs = DATA_DEADLINE_MS): Promise<ReceivedData> {
    const first = this.#received.shift();
    if (first) return first;
    await once(this.#answers, 'data', { signal: AbortSignal.timeout(deadlineMs) });
    return this.nextData(deadlineMs);
  }

  /** Frees the allocation at once, where there is one. */
  async close(): Promise<void> {
    if (this.#authentication) {
      // An allocation that is gone already answers 437; it is gone, which is what was asked for.
      await this.#request(METHOD.refresh, () => [[ATTRIBUTE.lifetime, Buffer.alloc(4)]]).catch(
        () => undefined,
      );
    }
    this.#transport.close();
  }

  async #request(method: number, body: (transactionId: Buffer) => Attribute[]): Promise<StunMessage> {
    const answer = await this.#exchange(method, body);
    if (answer.class === 'success') return answer;
    const code = errorCode(answer);
    const challenged = code === 401 && !this.#authentication && this.#credential !== undefined;
    if (!challenged && code !== 438) throw new StunError(code);
    // The first 401 brings realm and nonce, 438 a fresh nonce: RFC 8489 section 9.2.5.
    this.#authentication = authenticate(answer, this.#credential);
    const second = await this.#exchange(method, body);
    if (second.class === 'success') return second;
    this.#authentication = undefined;
    throw new StunError(errorCode(second));
  }

  async #exchange(method: number, body: (transactionId: Buffer) => Attribute[]): Promise<StunMessage> {
    const transactionId = newTransactionId();
    // A Binding asks for no credential, and its answer is not signed.
    const authentication = method === METHOD.binding ? undefined : this.#authentication;
    const attributes = [...body(transactionId), ...this.#signature(authentication)];
    const datagram = encode({ method, class: 'request', transactionId, attributes }, authentication?.key);
    for (let attempt = 0; attempt < TRIES; attempt++) {
      if (attempt === 0 || this.#transport.isLossy) this.#transmit(datagram);
      const signal = AbortSignal.timeout(FIRST_RETRY_MS * 2 ** attempt);
      const answer = await this.#answerTo(transactionId, signal);
      if (answer) return verified(answer, authentication);
    }
    throw new NoAnswerError();
  }

  /** Undefined when there is none in time; throws where none can come any more. */
  async #answerTo(transactionId: Buffer, signal: AbortSignal): Promise<Buffer | undefined> {
    const over = new AbortController();
    const either = { signal: AbortSignal.any([signal, over.signal]) };
    try {
      if (this.#end) throw this.#end;
      const event = await Promise.race([
        once(this.#answers, transactionId.toString('hex'), either),
        once(this.#answers, 'end', either),
      ]).catch(() => []);
      if (this.#end) throw this.#end;
      return event[0] as Buffer | undefined;
    } finally {
      over.abort();
    }
  }

  #signature(authentication: Authentication | undefined): Attribute[] {
    if (!authentication || !this.#credential) return [];
    return [
      [ATTRIBUTE.username, Buffer.from(this.#credential.username)],
      [ATTRIBUTE.realm, authentication.realm],
      [ATTRIBUTE.nonce, authentication.nonce],
    ];
  }

  #take(datagram: Buffer): void {
    const message = decode(datagram);
    if (!message) return;
    if (message.class !== 'indication') {
      this.#answers.emit(message.transactionId.toString('hex'), datagram);
      return;
    }
    const data = attribute(message, ATTRIBUTE.data);
    if (message.method !== METHOD.data || !data) return;
    this.#received.push({ from: addressIn(message, ATTRIBUTE.xorPeerAddress), data });
    this.#answers.emit('data');
  }

  #transmit(datagram: Buffer): void {
    this.#transport.send(datagram);
  }
}

function verified(datagram: Buffer, authentication: Authentication | undefined): StunMessage {
  const answer = decode(datagram);
  if (!answer) throw new Error('not a STUN message');
  if (authentication && answer.class === 'success' && !isIntact(datagram, authentication.key)) {
    throw new Error('a success response without a valid MESSAGE-INTEGRITY');
  }
  return answer;
}

function authenticate(challenge: StunMessage, credential: TurnCredential | undefined): Authentication {
  const realm = attribute(challenge, ATTRIBUTE.realm);
  const nonce = attribute(challenge, ATTRIBUTE.nonce);
  if (!realm || !nonce || !credential) throw new Error('a challenge without realm and nonce');
  return { realm, nonce, key: longTermKey(credential, realm.toString()) };
}

function addressIn(message: StunMessage, type: number): TransportAddress {
  const value = attribute(message, type);
  if (!value) throw new Error(`no address attribute 0x${type.toString(16)}`);
  return decodeXorAddress(value, message.transactionId);
}
