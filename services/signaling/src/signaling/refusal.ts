import type { ErrorCode } from '@parley/shared/error-codes';

interface RefusalDetails {
  readonly room?: string;
  readonly to?: string | undefined;
  readonly retryAfterMs?: number;
}

/** An expected refusal: the client is told `code`, and a sentence that says what to do. The connection lives. */
export class Refusal extends Error {
  readonly code: ErrorCode;
  readonly details: RefusalDetails;

  constructor(code: ErrorCode, message: string, details: RefusalDetails = {}) {
    super(message);
    this.name = 'Refusal';
    this.code = code;
    this.details = details;
  }
}
