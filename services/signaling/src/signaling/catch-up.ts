import { CLOSE_CODES } from '@parley/shared/close-codes';
import { StoreUnavailable } from '../membership/store-unavailable.ts';
import type { NodeContext } from './node-context.ts';
import type { Session } from './session.ts';

/**
 * What a node does that was deaf for a while, or given up by others: its rooms are noted anew, it takes back the peers
 * whose sockets it holds, and what it missed is made up for.
 */
export class CatchUp {
  readonly #context: NodeContext;
  #behind = false;

  constructor(context: NodeContext) {
    this.#context = context;
  }

  /** Something was missed and is not made up for: the store could not be asked about all of it. */
  get behind(): boolean {
    return this.#behind;
  }

  /** Never rejects; leaves `behind` true where it has to be done again. */
  async run(): Promise<void> {
    this.#behind = true;
    const { rooms, log } = this.#context;
    try {
      await rooms.enterAll();
      const done = await Promise.all([this.#reclaim(), rooms.sweep()]);
      this.#behind = !done.every(Boolean);
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) log.error({ err: error }, 'could not catch up');
    }
  }

  async #reclaim(): Promise<boolean> {
    const sessions = [...this.#context.rooms.sessions()];
    const reclaimed = await Promise.all(sessions.map((session) => this.#reclaimOne(session)));
    return reclaimed.every(Boolean);
  }

  async #reclaimOne(session: Session): Promise<boolean> {
    if (!session.outlet) return true;
    try {
      const outcome = await this.#context.membership.reclaim(session.room, session.id, session.gen);
      if (outcome.status === 'reclaimed') for (const frame of outcome.mail) session.outlet?.send(frame);
      else session.outlet?.close(CLOSE_CODES.storeLost, 'this node lost its store; come back');
      return true;
    } catch (error) {
      if (error instanceof StoreUnavailable) return false;
      throw error;
    }
  }
}
