import { CLOSE_CODES, shouldReconnect } from '@parley/shared/close-codes';
import { ERROR_CODES } from '@parley/shared/error-codes';
import { clientDirection, peerDataDirection, serverDirection } from './json-schema.ts';
import type { Direction, Schema } from './json-schema.ts';
import { CLOSES, ERRORS } from './notes.ts';

/** The generated parts of docs/protocol/README.md, each by the name in its marks. */
export function tables(): Readonly<Record<string, string>> {
  return {
    'client messages': messageTables(clientDirection(), 'what comes back'),
    'server messages': messageTables(serverDirection(), 'when'),
    'peer data': messageTables(peerDataDirection(), 'what it is'),
    'error codes': table(
      ['code', 'meaning'],
      ERROR_CODES.map((code) => [mark(code), ERRORS[code]]),
    ),
    'close codes': table(['code', 'meaning', 'the client comes back by itself'], closeRows()),
  };
}

function messageTables({ messages }: Direction, last: string): string {
  const overview = Object.entries(messages).map(([type, schema]) => [
    mark(type),
    fieldsOf(schema).join(', ') || '–',
    schema.description ?? '',
  ]);
  const fields = new Map<string, { kinds: Set<string>; meaning: string }>();
  for (const schema of Object.values(messages)) {
    for (const [name, field] of Object.entries(schema.properties ?? {})) {
      if (name === 'type') continue;
      const entry = fields.get(name) ?? { kinds: new Set(), meaning: field.description ?? '' };
      entry.kinds.add(kindOf(field));
      fields.set(name, entry);
    }
  }
  const details = [...fields].map(([name, { kinds, meaning }]) => [
    mark(name),
    [...kinds].join('; '),
    meaning,
  ]);
  return [table(['type', 'fields', last], overview), table(['field', 'value', 'meaning'], details)].join(
    '\n\n',
  );
}

function fieldsOf({ properties = {}, required = [] }: Schema): string[] {
  return Object.keys(properties)
    .filter((name) => name !== 'type')
    .map((name) => mark(required.includes(name) ? name : `${name}?`));
}

/** What a field may hold, in words. */
export function kindOf(schema: Schema): string {
  if (schema.enum) return schema.enum.map((value) => mark(String(value))).join(', ');
  if (schema.anyOf) return schema.anyOf.map(kindOf).join(' or ');
  if (schema.items) return `list of ${kindOf(schema.items)}`;
  if (schema.properties) return `{ ${fieldsOf(schema).join(', ')} }`;
  if (schema.pattern !== undefined) return `string like ${mark(schema.pattern)}`;
  if (schema.type === undefined) return 'any JSON value';
  const { minLength, maxLength, minimum } = schema;
  const limits = [
    ...(maxLength === undefined ? [] : [`${minLength ?? 0} to ${maxLength} characters`]),
    ...(minimum === undefined ? [] : [`from ${minimum}`]),
  ];
  return [String(schema.type), ...limits].join(', ');
}

function closeRows(): string[][] {
  // The keys of an object literal.
  const names = Object.keys(CLOSE_CODES) as (keyof typeof CLOSE_CODES)[];
  const rows = names.map((name) => {
    const code = CLOSE_CODES[name];
    return [String(code), CLOSES[name], shouldReconnect(code) ? 'yes' : 'no'];
  });
  return [
    ...rows,
    ['4000 to 4499', 'any other', shouldReconnect(4499) ? 'yes' : 'no'],
    ['4500 to 4999', 'any other', shouldReconnect(4999) ? 'yes' : 'no'],
  ];
}

function mark(text: string): string {
  return `\`${text.replaceAll('|', '\\|')}\``;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
