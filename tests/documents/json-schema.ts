import { clientMessageSchemas } from '@parley/shared/client-messages';
import { ROOM_PATTERN, refSchema, roomInputSchema } from '@parley/shared/names';
import { peerDataSchema } from '@parley/shared/peer-data';
import { serverMessageSchema } from '@parley/shared/server-messages';
import * as z from 'zod/mini';
import { ANSWERS, CLIENT_FIELDS, OCCASIONS, PEER_DATA, PEER_DATA_FIELDS, SERVER_FIELDS } from './notes.ts';

/** The part of JSON Schema (draft 7) that the protocol needs. */
export interface Schema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
}

export type Schemas = Readonly<Record<string, Schema>>;

/** One schema for each message of one direction, by its `type`, with the meaning of each field. */
export interface Direction {
  readonly title: string;
  readonly messages: Schemas;
}

export const clientDirection = (): Direction => ({
  title: 'What a client says',
  messages: described(
    Object.values(clientMessageSchemas).map((schema) => toJson(schema)),
    ANSWERS,
    CLIENT_FIELDS,
  ),
});

export const serverDirection = (): Direction => ({
  title: 'What a server says',
  messages: described(
    serverMessageSchema._zod.def.options.map((schema) => toJson(schema)),
    OCCASIONS,
    SERVER_FIELDS,
  ),
});

export const peerDataDirection = (): Direction => ({
  title: 'What peers say to each other in `data`',
  messages: described(
    peerDataSchema._zod.def.options.map((schema) => toJson(schema)),
    PEER_DATA,
    PEER_DATA_FIELDS,
  ),
});

/** All of a direction as one JSON Schema document. */
export function schemaDocument({ title, messages }: Direction): object {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: `Parley, version 1: ${title}`,
    oneOf: Object.keys(messages).map((type) => ({ $ref: `#/definitions/${type}` })),
    definitions: messages,
  };
}

function toJson(schema: z.core.$ZodType): Schema {
  const { $schema: _, ...json } = z.toJSONSchema(schema, {
    target: 'draft-7',
    io: 'input', // without `additionalProperties: false`: both sides bear fields that they do not know
    override({ zodSchema, jsonSchema }) {
      // A pipe shows its entrance only, and the pattern stands behind it.
      if (zodSchema === (roomInputSchema as z.core.$ZodType)) {
        jsonSchema.anyOf = [{ type: 'string', pattern: ROOM_PATTERN.source }, { type: 'integer' }];
      }
      // JSON Schema counts code points as the pattern does, and not every dialect of patterns has `[^]`.
      if (zodSchema === (refSchema as z.core.$ZodType)) {
        delete jsonSchema.pattern;
        Object.assign(jsonSchema, { minLength: 1, maxLength: 64 });
      }
      // Safe integers are the only ones that JSON.parse gives exactly; no need to say so in each field.
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
    },
  });
  return json as Schema;
}

function described(
  schemas: readonly Schema[],
  messages: Readonly<Record<string, string>>,
  fields: Readonly<Record<string, string>>,
): Schemas {
  const pairs = schemas.flatMap((schema) =>
    typesOf(schema).map((type) => [type, { description: messages[type], ...named(schema, type, fields) }]),
  );
  return Object.fromEntries(pairs) as Schemas;
}

/** Offer and answer share a schema; each gets one of its own. */
function named(schema: Schema, type: string, fields: Readonly<Record<string, string>>): Schema {
  const properties = Object.entries(schema.properties ?? {}).map(([name, field]) =>
    name === 'type' ? [name, { const: type }] : [name, { ...field, description: fields[name] }],
  );
  return { ...schema, properties: Object.fromEntries(properties) as Schemas };
}

function typesOf(schema: Schema): string[] {
  const type = schema.properties?.['type'];
  return (type?.enum ?? [type?.const]).map(String);
}
