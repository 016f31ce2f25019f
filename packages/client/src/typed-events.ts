type Listeners<Events> = { [K in keyof Events]?: Set<(event: Events[K]) => void> };

/** What happens to an object, by name, each with its own payload. Subclasses emit; anybody may listen. */
export class TypedEvents<Events extends object> {
  readonly #listeners: Listeners<Events> = {};

  /** Listens until the returned function is called. */
  on<K extends keyof Events>(type: K, listener: (event: Events[K]) => void): () => void {
    const set: Set<(event: Events[K]) => void> = this.#listeners[type] ?? new Set();
    this.#listeners[type] = set;
    set.add(listener);
    return () => void set.delete(listener);
  }

  protected emit<K extends keyof Events>(type: K, event: Events[K]): void {
    for (const listener of this.#listeners[type] ?? []) listener(event);
  }
}
