import type { Incarnation } from './membership.ts';
import type { Due, Registry } from './registry.ts';

/** Nodes and windows of one process. */
export class MemoryRegistry implements Registry {
  readonly #now: () => number;
  readonly #leases = new Map<string, { readonly until: number; readonly term: number }>();
  #lastTerm = 0;
  readonly #rooms = new Map<string, Set<string>>();
  readonly #claims = new Map<string, number>();
  readonly #due = new Map<string, Due & { readonly at: number }>();

  /** `now` gives milliseconds of a clock that never goes back. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  async renew(node: string, leaseMs: number): Promise<{ held: boolean; term: number }> {
    const lease = this.#leases.get(node);
    const held = (lease?.until ?? 0) > this.#now();
    this.#lastTerm += held ? 0 : 1;
    const term = held && lease ? lease.term : this.#lastTerm;
    this.#leases.set(node, { until: this.#now() + leaseMs, term });
    return { held, term };
  }

  async forget(node: string): Promise<void> {
    this.#leases.delete(node);
    this.#rooms.delete(node);
    this.#claims.delete(node);
  }

  async bury({ node, term }: Incarnation): Promise<void> {
    const lease = this.#leases.get(node);
    if (!lease || (lease.term === term && lease.until <= this.#now())) await this.forget(node);
  }

  async enter(node: string, room: string): Promise<void> {
    const rooms = this.#rooms.get(node);
    if (rooms) rooms.add(room);
    else this.#rooms.set(node, new Set([room]));
  }

  async exit(node: string, room: string): Promise<void> {
    this.#rooms.get(node)?.delete(room);
  }

  async dead(): Promise<readonly Incarnation[]> {
    const over = [...this.#leases].filter(([, { until }]) => until <= this.#now());
    return over.map(([node, { term }]) => ({ node, term }));
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
