/** The store of rooms cannot be asked now. The caller tells its client `unavailable`, and when to try again. */
export class StoreUnavailable extends Error {
  constructor(cause: unknown) {
    super('the store of rooms cannot be reached', { cause });
    this.name = 'StoreUnavailable';
  }
}
