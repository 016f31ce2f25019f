import { once } from 'node:events';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import * as z from 'zod';
import { expect, it } from 'vitest';
import { startEmbedded } from '../support/embedded-process.ts';
import { startNode } from '../support/node-fixture.ts';
import { TestClient, freshRoom } from '../support/test-client.ts';

const spanSchema = z.object({
  name: z.string(),
  traceId: z.string(),
  attributes: z.array(z.object({ key: z.string(), value: z.looseObject({}) })),
});
const exportSchema = z.object({
  resourceSpans: z.array(z.object({ scopeSpans: z.array(z.object({ spans: z.array(spanSchema) })) })),
});

/** Takes what an OpenTelemetry collector would. */
async function collector() {
  const bodies: string[] = [];
  const take = async (request: IncomingMessage, response: ServerResponse) => {
    bodies.push(await text(request));
    response.setHeader('content-type', 'application/json').end('{}');
  };
  const server = createServer((request, response) => void take(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    // A TCP listener's address is an object.
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    bodies,
    spans: () =>
      bodies
        .flatMap((body) => exportSchema.parse(JSON.parse(body)).resourceSpans)
        .flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans)),
    [Symbol.dispose]: () => void server.close(),
  };
}

it('joins and resumes are told under the id of the visit, requests by HTTP by their path, and nothing else', async () => {
  using traces = await collector();
  await using node = await startNode({
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: `${traces.url}/`, RESUME_WINDOW_MS: '50' },
  });
  const [traceId, room] = ['4bf92f3577b34da6a3ce929d0e0e4736', freshRoom()];
  const ann = await TestClient.connect(node, { room });
  ann.send({ type: 'join', room, ref: traceId, name: 'Ann Lee' });
  const { id, token } = await ann.next('joined');
  ann.send({ type: 'message', room, data: 'said in-clear', ref: traceId });
  await ann.cut();
  const bob = await TestClient.connect(node, { room });
  bob.send({ type: 'resume', room, id, token: `${token}x`, ref: traceId });
  await bob.next('error');
  bob.send({ type: 'join', room, ref: 'my own mark' });
  await bob.next('joined');
  await bob.close();
  await fetch(`${node.http}/api/ice-servers?room=${room}`);
  await node.close();
  const told = traces.spans().map(({ name, attributes, ...span }) => ({
    name,
    visit: span.traceId === traceId,
    about: Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]])),
  }));
  expect(told.filter(({ visit }) => visit)).toEqual([
    { name: 'join', visit: true, about: { outcome: 'ok' } },
    { name: 'resume', visit: true, about: { outcome: 'session_expired' } },
  ]);
  const others = told.filter(({ visit }) => !visit);
  expect(others).toMatchObject([
    { about: { 'url.path': '/api/ice-servers', 'http.route': '/api/ice-servers' } },
  ]);
  const all = traces.bodies.join('\n');
  for (const secret of [room, 'Ann Lee', 'in-clear', token, 'my own mark']) expect(all).not.toContain(secret);
});

it('a collector that is away costs nobody a call, nor the node its end', async () => {
  await using node = await startNode({ env: { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' } });
  const ann = await TestClient.connect(node);
  ann.send({ type: 'join', room: freshRoom(), ref: '4bf92f3577b34da6a3ce929d0e0e4736' });
  await ann.next('joined');
  await ann.close();
  await node.close();
});

/** Whether a node loads what makes traces, by V8's own account. */
async function loadsTracing(env: Record<string, string>): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-loaded-'));
  try {
    const server = await startEmbedded({ ...env, NODE_V8_COVERAGE: folder });
    await server.stop();
    const files = await Promise.all(
      (await readdir(folder)).map((name) => readFile(join(folder, name), 'utf8')),
    );
    expect(files.join('')).toContain('signaling/dist/app.js');
    // Its bare API is what the library of the metrics brings along anyway.
    return /node_modules\/@(opentelemetry\/(?!api\/)|fastify\/otel)/.test(files.join(''));
  } finally {
    await rm(folder, { recursive: true });
  }
}

it('nothing of it is loaded where nobody asks for it', async () => {
  const [asked, unasked] = await Promise.all([
    loadsTracing({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' }),
    loadsTracing({}),
  ]);
  expect([asked, unasked]).toEqual([true, false]);
});
