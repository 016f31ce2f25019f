// What no WebSocket library would send, from a bare TCP connection, as Autobahn's test suite does and worse.
import { once } from 'node:events';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stateOf } from '../bench/soak/node-state.ts';
import { startEmbedded } from '../support/embedded-process.ts';
import type { EmbeddedProcess } from '../support/embedded-process.ts';
import { poll } from '../support/poll.ts';
import { OPCODES, RawSocket, frame, handshake } from '../support/raw-socket.ts';
import { TestClient, freshRoom } from '../support/test-client.ts';

const { continuation, text, binary, close, ping, pong } = OPCODES;
const MB = 1e6;
const closing = (code: number, reason: Buffer | string = '') => {
  const payload = Buffer.alloc(2);
  payload.writeUInt16BE(code);
  return frame({ opcode: close, payload: Buffer.concat([payload, Buffer.from(reason)]) });
};
const bad = (...bytes: number[]) => Buffer.from(bytes);

let server: EmbeddedProcess;
beforeAll(async () => {
  server = await startEmbedded({
    NODE_OPTIONS: '--inspect=127.0.0.1:0',
    MESSAGE_RATE: '100000',
    MESSAGE_BURST: '100000',
  });
});
afterAll(async () => {
  await server?.stop();
});

const WRONG: readonly (readonly [what: string, bytes: readonly Buffer[], code: number])[] = [
  ...[1, 2, 4, 7].map(
    (reserved) => [`reserved bits ${reserved}`, [frame({ opcode: text, reserved })], 1002] as const,
  ),
  ...[3, 7, 11, 15].map((opcode) => [`the opcode ${opcode}`, [frame({ opcode })], 1002] as const),
  ['a frame that is not masked', [frame({ opcode: text, payload: '{}', masked: false })], 1002],
  ['a ping in fragments', [frame({ opcode: ping, fin: false })], 1002],
  ['a ping of 126 bytes', [frame({ opcode: ping, payload: 'x'.repeat(126) })], 1002],
  ['a close of one byte', [frame({ opcode: close, payload: 'x' })], 1002],
  ...[0, 999, 1004, 1005, 1006, 1015, 2999, 5000].map(
    (code) => [`a close with ${code}`, [closing(code)], 1002] as const,
  ),
  ['a close with a broken reason', [closing(1000, bad(0xc3, 0x28))], 1007],
  ['a continuation of nothing', [frame({ opcode: continuation, payload: '{}' })], 1002],
  ['a message within a message', [frame({ opcode: text, fin: false }), frame({ opcode: text })], 1002],
  ['half a character', [frame({ opcode: text, payload: bad(0xe2, 0x82) })], 1007],
  ['half a surrogate', [frame({ opcode: text, payload: bad(0xed, 0xa0, 0x80) })], 1007],
  ['a character longer than need be', [frame({ opcode: text, payload: bad(0xc0, 0xaf) })], 1007],
  ['what is beyond Unicode', [frame({ opcode: text, payload: bad(0xf4, 0x90, 0x80, 0x80) })], 1007],
  [
    'a broken character in two fragments',
    [frame({ opcode: text, fin: false, payload: bad(0xc3) }), frame({ opcode: continuation, payload: '(' })],
    1007,
  ],
  ['one byte too many', [frame({ opcode: text, payload: 'x'.repeat(65_537) })], 1009],
  ['a length of 4 GB', [frame({ opcode: text, claims: 4_294_967_296n })], 1009],
  ['a length beyond all numbers', [frame({ opcode: text, claims: 2n ** 63n })], 1009],
  [
    'too much in two fragments',
    [
      frame({ opcode: text, fin: false, payload: 'x'.repeat(60_000) }),
      frame({ opcode: continuation, claims: 60_000n }),
    ],
    1009,
  ],
  ['a binary frame', [frame({ opcode: binary, payload: '{}' })], 1003],
  ['three that say nothing', [1, 2, 3].map(() => frame({ opcode: text })), 1007],
];

describe('a node', () => {
  it.each(WRONG)('ends a connection that sends %s', async (_what, bytes, code) => {
    using raw = await RawSocket.upgrade(server.url);
    raw.send(...bytes);
    expect(await raw.closeCode()).toBe(code);
  });

  it('takes a message in fragments with pings between them, byte by byte', async () => {
    using raw = await RawSocket.upgrade(server.url);
    const join = JSON.stringify({ type: 'join', room: freshRoom(), name: 'é🎉' });
    const bytes = Buffer.from(join);
    const half = frame({ opcode: text, fin: false, payload: bytes.subarray(0, -9) });
    const all = [
      half,
      frame({ opcode: ping, payload: 'p' }),
      frame({ opcode: continuation, payload: bytes.subarray(-9) }),
    ];
    for (const byte of Buffer.concat(all)) raw.send(Buffer.from([byte]));
    await poll('it is in', async () => raw.heard.includes('"joined"'));
    expect(raw.heard.includes(Buffer.from([0x8a, 1, 0x70]))).toBe(true);
  });

  it('outlives all of it at once, floods, junk and broken handshakes too, and has its memory back', async () => {
    // Once, so that all code is loaded; then what one more time leaves behind is a leak.
    await storm(server.url);
    const before = await restingState();
    await storm(server.url);
    const after = await restingState();
    expect(after.heapMb - before.heapMb).toBeLessThan(2);
    // But for the few that this test itself asks through.
    const sockets = ({ resources }: typeof after) => resources.get('TCPSocketWrap') ?? 0;
    expect(sockets(after)).toBeLessThan(sockets(before) + 10);
    const metrics = await (await fetch(`${server.operator}/metrics`)).text();
    expect(metrics.match(/^signaling_faults_total.* [1-9]\d*$/gm)).toBeNull();
    const said = server.output.join('\n');
    expect(said).not.toMatch(/nobody waited for it|stopping after a fault|request failed|connection failed/);
    await using ann = await TestClient.join(server, freshRoom());
    expect(ann.joined.peers).toEqual([]);
  }, 120_000);
});

/** When all connections are gone. */
async function restingState() {
  const inspectPort = Number(/ws:\/\/127\.0\.0\.1:(\d+)\//.exec(server.output.join('\n'))?.[1]);
  const metricsPort = Number(new URL(server.operator).port);
  await poll(
    'all connections are gone',
    async () => (await stateOf(metricsPort, inspectPort)).connections === 0,
  );
  return stateOf(metricsPort, inspectPort);
}

async function storm(url: string): Promise<void> {
  await Promise.all([pingFlood(url), fragmentFlood(url), emptyFragments(url), pongFlood(url)]);
  await Promise.all(HANDSHAKES.map((words) => brokenHandshake(url, words)));
  await junk(url);
}

/** Pings faster than they can be answered, whose answers nobody reads. */
async function pingFlood(url: string): Promise<void> {
  using raw = await RawSocket.upgrade(url);
  raw.socket.pause();
  await Promise.race([
    raw.flood(
      Buffer.concat(Array.from({ length: 500 }, () => frame({ opcode: ping, payload: 'x'.repeat(125) }))),
      400,
    ),
    poll('it neither takes nor ends', async () => (await rss()) > 1_000 * MB, 3_000).catch(() => {}),
  ]);
  expect(await rss()).toBeLessThan(400 * MB);
}

async function pongFlood(url: string): Promise<void> {
  using raw = await RawSocket.upgrade(url);
  await raw.flood(
    Buffer.concat(Array.from({ length: 500 }, () => frame({ opcode: pong, payload: 'x' }))),
    40,
  );
}

/** A message that never ends, one byte at a time. */
async function fragmentFlood(url: string): Promise<void> {
  using raw = await RawSocket.upgrade(url);
  raw.send(frame({ opcode: text, fin: false, payload: '"' }));
  await raw.flood(frame({ opcode: continuation, fin: false, payload: 'x' }), 70_000);
  expect([1008, 1009]).toContain(await raw.closeCode());
}

async function emptyFragments(url: string): Promise<void> {
  using raw = await RawSocket.upgrade(url);
  raw.send(frame({ opcode: text, fin: false }));
  await raw.flood(
    Buffer.concat(Array.from({ length: 500 }, () => frame({ opcode: continuation, fin: false }))),
    200,
  );
}

const HANDSHAKES = [
  'GET /ws HTTP/1.1\r\n\r\n',
  'GET /ws HTTP/9.9\r\nHost: x\r\n\r\n',
  'NONSENSE\r\n\r\n',
  '\0\0\0\0\r\n\r\n',
  handshake().replace('Version: 13', 'Version: 12'),
  handshake().replace(/Key: .*/, 'Key: short'),
  handshake([`X-Long: ${'x'.repeat(100_000)}`]),
  handshake(Array.from({ length: 3_000 }, (_, index) => `X-${index}: x`)),
  handshake(['Sec-WebSocket-Protocol: ,,,']),
  handshake(['Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=99999999999999']),
  handshake(['Origin: https://evil.example']),
  handshake(['Content-Length: 5', 'Transfer-Encoding: chunked']),
  handshake().replace('GET', 'POST'),
  handshake().replace('/ws', `/ws?room=${'x'.repeat(20_000)}`),
];

async function brokenHandshake(url: string, words: string): Promise<void> {
  using raw = await RawSocket.connect(url);
  raw.send(words);
  // Whatever it answers: then we go, where it does not.
  await Promise.race([once(raw.socket, 'data'), raw.ended]);
}

/** Bytes of any kind, behind something that is right as well. */
async function junk(url: string): Promise<void> {
  const piece = fc.oneof(
    fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
    fc.json().map((payload) => frame({ opcode: text, payload })),
    fc
      .record({
        opcode: fc.integer({ min: 0, max: 15 }),
        payload: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
        fin: fc.boolean(),
        reserved: fc.constantFrom(0, 0, 0, 1, 7),
        masked: fc.boolean(),
      })
      .map(frame),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 6 }), async (pieces) => {
      using raw = await RawSocket.upgrade(url);
      raw.send(...pieces, closing(1000));
      raw.socket.end();
      await raw.ended;
    }),
    { numRuns: 200 },
  );
}

async function rss(): Promise<number> {
  const metrics = await (await fetch(`${server.operator}/metrics`)).text();
  return Number(/^process_resident_memory_bytes (\S+)/m.exec(metrics)?.[1]);
}
