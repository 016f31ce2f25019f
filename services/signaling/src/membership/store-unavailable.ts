/** The store of rooms cannot be asked now. The caller tells its client `unavailable`, and when to try again. */
export class StoreUnavailable extends Error {
  constructor(cause: unknown) {
    super('the store of rooms cannot be reached', { cause });
    this.name = 'StoreUnavailable';
  }
}

/** The answer of a store; what goes wrong on the way comes out as StoreUnavailable. */
export async function orUnavailable<Answer>(answer: Promise<Answer>): Promise<Answer> {
  try {
    return await answer;
  } catch (error) {
    throw new StoreUnavailable(error);
  }
}
