import type * as z from 'zod/mini';
import { CLIENT_MESSAGE_TYPES, clientMessageSchemas } from './client-messages.ts';
import type { ClientMessage, ClientMessageType } from './client-messages.ts';
import type { ErrorCode } from './error-codes.ts';
import { refSchema } from './names.ts';

export type ParsedClientFrame =
  | { ok: true; message: ClientMessage }
  | {
      ok: false;
      code: Extract<ErrorCode, 'bad_json' | 'bad_message' | 'unknown_type'>;
      reason: string;
      ref: string | undefined;
    };

const known: ReadonlySet<string> = new Set(CLIENT_MESSAGE_TYPES);

/**
 * Reads one text frame from a client. It never throws: what is wrong comes back as an error code with a reason that
 * says what to do, and with the request's `ref` where that could be read.
 */
export function parseClientFrame(text: string): ParsedClientFrame {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return refused('bad_json', 'the frame is not valid JSON; send one JSON object a frame', undefined);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return refused('bad_message', 'the frame is not a JSON object', undefined);
  }
  const ref = readRef(value);
  if (!('type' in value) || typeof value.type !== 'string') {
    return refused('bad_message', 'type: must be a string', ref);
  }
  if (!isKnownType(value.type)) {
    return refused('unknown_type', `unknown type; use one of ${CLIENT_MESSAGE_TYPES.join(', ')}`, ref);
  }
  if (value.type === 'message' && !Object.hasOwn(value, 'data')) {
    return refused('bad_message', 'data: is missing; send any JSON value', ref);
  }
  const result = clientMessageSchemas[value.type].safeParse(value);
  if (!result.success) return refused('bad_message', describe(result.error.issues), ref);
  return { ok: true, message: result.data };
}

function isKnownType(type: string): type is ClientMessageType {
  return known.has(type);
}

function readRef(value: object): string | undefined {
  const parsed = refSchema.safeParse('ref' in value ? value.ref : undefined);
  return parsed.success ? parsed.data : undefined;
}

// Names the fields, never their values: a value may be a token or a piece of SDP.
function describe(issues: readonly z.core.$ZodIssue[]): string {
  return issues.map((issue) => `${issue.path.join('.') || 'frame'}: ${sentence(issue)}`).join('; ');
}

function sentence(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${issue.expected === 'int' ? 'a whole number' : `of type ${issue.expected}`}`;
    case 'invalid_union':
      return 'must be a string or a safe integer';
    case 'too_big':
      return `must be at most ${issue.maximum}${unit(issue.origin)}`;
    case 'too_small':
      return `must be at least ${issue.minimum}${unit(issue.origin)}`;
    default:
      return issue.message || 'is not valid';
  }
}

function unit(origin: string): string {
  return origin === 'string' ? ' characters long' : '';
}

function refused(code: 'bad_json' | 'bad_message' | 'unknown_type', reason: string, ref: string | undefined) {
  return { ok: false, code, reason, ref } as const;
}
