import { serverMessageSchema } from './server-messages.ts';
import type { ServerMessage } from './server-messages.ts';

/**
 * Reads one text frame from a server. Gives undefined for what this version does not know, so that a newer server
 * may say more; never throws.
 */
export function parseServerFrame(text: string): ServerMessage | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const result = serverMessageSchema.safeParse(value);
  return result.success ? result.data : undefined;
}
