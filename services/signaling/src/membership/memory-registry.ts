import type { Due, Registry } from './registry.ts';

/** Nodes and windows of one process. */
export class MemoryRegistry implements Registry {
  readonly #now: () => number;
  readonly #leases = new Map<string, number>();
  readonly #rooms = new Map<string, Set<string>>();
  readonly #claims = new Map<string, number>();
  readonly #due = new Map<string, Due & { readonly at: number }>();

  /** `now` gives milliseconds of a clock that never goes back. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  async renew(node: string, leaseMs: number): Promise<boolean> {
    const held = (this.#leases.get(node) ?? 0) > this.#now();
    this.#leases.set(node, this.#now() + leaseMs);
    return held;
  }

  async forget(node: string): Promise<void> {
    this.#leases.delete(node);
    this.#rooms.delete(node);
    this.#claims.delete(node);
  }

  async enter(node: string, room: string): Promise<void> {
    const rooms = this.#rooms.get(node);
    if (rooms) rooms.add(room);
    else this.#rooms.set(node, new Set([room]));
  }

  async exit(node: string, room: string): Promise<void> {
    this.#rooms.get(node)?.delete(room);
  }

  async dead(): Promise<readonly string[]> {
    return [...this.#leases].filter(([, until]) => until <= this.#now()).map(([node]) => node);
  }

  async roomsOf(node: string): Promise<readonly string[]> {
    return [...(this.#rooms.get(node) ?? [])];
  }

  async claim(node: string, claimMs: number): Promise<boolean> {
    if ((this.#claims.get(node) ?? 0) > this.#now()) return false;
    this.#claims.set(node, this.#now() + claimMs);
    return true;
  }

  async expect({ room, id }: Due, windowMs: number): Promise<void> {
    this.#due.set(`${room} ${id}`, { room, id, at: this.#now() + windowMs });
  }

  async due(limit: number): Promise<readonly Due[]> {
    const over = [...this.#due.values()].filter(({ at }) => at <= this.#now());
    return over
      .toSorted((one, other) => one.at - other.at)
      .slice(0, limit)
      .map(({ room, id }) => ({ room, id }));
  }

  async settle({ room, id }: Due): Promise<void> {
    const due = this.#due.get(`${room} ${id}`);
    if (due && due.at <= this.#now()) this.#due.delete(`${room} ${id}`);
  }
}
