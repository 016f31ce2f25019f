/** The store of rooms cannot be asked now. The caller tells its client `unavailable`, and when to try again. */
export class StoreUnavailable extends Error {
  constructor(cause: unknown, message = 'the store of rooms cannot be reached') {
    super(message, { cause });
    this.name = 'StoreUnavailable';
  }
}

/** The store of rooms has no memory left and did nothing. A caller that lets somebody in tells its client `busy`. */
export class StoreFull extends StoreUnavailable {
  constructor(cause: unknown) {
    super(cause, 'the store of rooms is full');
    this.name = 'StoreFull';
  }
}

/** The answer of a store; what goes wrong on the way comes out as StoreUnavailable, or as StoreFull. */
export async function orUnavailable<Answer>(answer: Promise<Answer>): Promise<Answer> {
  try {
    return await answer;
  } catch (error) {
    // So Redis begins its refusal at `maxmemory`.
    const full = error instanceof Error && error.message.startsWith('OOM ');
    throw full ? new StoreFull(error) : new StoreUnavailable(error);
  }
}
