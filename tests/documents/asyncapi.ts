import { SUBPROTOCOL } from '@parley/shared/version';
import { clientDirection, serverDirection } from './json-schema.ts';
import type { Schemas } from './json-schema.ts';

/** The protocol as an AsyncAPI 3.0 document, from the server's side: it receives what clients say. */
export function asyncapi(): object {
  const received = clientDirection().messages;
  const sent = serverDirection().messages;
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Parley signaling',
      version: '1.0.0',
      description:
        'Written by `make protocol` from packages/shared. The rules in words are in README.md beside it.',
      license: { name: 'MIT' },
    },
    defaultContentType: 'application/json',
    servers: {
      node: {
        host: 'call.example.org',
        protocol: 'wss',
        description: `A client may offer the subprotocol ${SUBPROTOCOL}.`,
      },
    },
    channels: {
      connection: {
        address: '/ws',
        description: 'One WebSocket: one JSON object in each text frame.',
        messages: { ...references(received, 'from-client'), ...references(sent, 'from-server') },
        bindings: {
          ws: {
            query: {
              type: 'object',
              properties: { room: { type: 'string', description: 'a hint for proxies' } },
            },
          },
        },
      },
    },
    operations: {
      hear: operation('receive', 'What a client says.', received, 'from-client'),
      say: operation('send', 'What the server says.', sent, 'from-server'),
    },
    components: {
      messages: { ...components(received, 'from-client'), ...components(sent, 'from-server') },
    },
  };
}

function references(schemas: Schemas, prefix: string): object {
  return Object.fromEntries(
    Object.keys(schemas).map((type) => [
      `${prefix}-${type}`,
      { $ref: `#/components/messages/${prefix}-${type}` },
    ]),
  );
}

function operation(action: 'send' | 'receive', summary: string, schemas: Schemas, prefix: string): object {
  const messages = Object.keys(schemas).map((type) => ({
    $ref: `#/channels/connection/messages/${prefix}-${type}`,
  }));
  return { action, summary, channel: { $ref: '#/channels/connection' }, messages };
}

function components(schemas: Schemas, prefix: string): object {
  return Object.fromEntries(
    Object.entries(schemas).map(([type, payload]) => [
      `${prefix}-${type}`,
      { name: type, summary: payload.description, payload },
    ]),
  );
}
