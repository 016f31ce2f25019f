/** What went wrong, in one word where there is one: the system's code before a sentence. */
export function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof AggregateError) return causeOf(error.errors[0]);
  if ('code' in error && typeof error.code === 'string') {
    return error.code === 'ABORT_ERR' ? 'no answer in time' : error.code;
  }
  return error.message;
}
