import type { Envelope, MarkEnvelope, MoveEnvelope, SettleEnvelope } from '../relay/envelope.ts';
import type { NodeContext } from './node-context.ts';
import { displace } from './resume.ts';

/** What to do with each thing that another node tells, or that could not be told to one. */
export class NodeInbox {
  readonly #context: NodeContext;

  constructor(context: NodeContext) {
    this.#context = context;
  }

  /** Takes one envelope that `from` sent under `number`. After a stall all wait that are not urgent. */
  receive(envelope: Envelope, from: string, number: number): Promise<void> | void {
    // Judged now: by the time that it is dealt with the lease may be held again, and the sender have given it up.
    const fenced = !this.#context.lease.held;
    const take = () => this.#take(envelope, from, number, fenced);
    return this.#isUrgent(envelope, from) ? take() : (this.#context.stall.holdUntilRead(take) ?? take());
  }

  /** What this node asks itself; what tells it that a peer moved; and what came back, as its confirmation is behind it. */
  #isUrgent({ kind }: Envelope, from: string): boolean {
    return from === this.#context.node || kind === 'move' || kind === 'returned';
  }

  #take(envelope: Envelope, from: string, number: number, fenced: boolean): Promise<void> | void {
    const { rooms, delivery, marks, fallBehind } = this.#context;
    switch (envelope.kind) {
      case 'deliver':
        // Others may keep something for peers that are here after all: to be collected with the next lease.
        if (fenced) fallBehind();
        return delivery.receive(envelope, from, number, fenced);
      case 'change':
        return rooms.hear(envelope);
      case 'move':
        return this.#moved(envelope);
      case 'look':
        return rooms.look(envelope);
      case 'returned':
        return delivery.giveBack(envelope, from);
      case 'placed':
        return delivery.returns.placed(from, envelope);
      case 'mark':
        return this.#answerMark(envelope, from);
      case 'settle':
        return void this.#settle(envelope, from);
      case 'mail':
        return void delivery.collect(envelope.room, envelope.id).catch(fallBehind);
      case 'passed':
        return marks.answer(envelope.mark, true);
      default:
        envelope satisfies never;
    }
  }

  /** `target` did not hear these; or with `unsent`, nobody could be reached. */
  undelivered(target: string, envelopes: readonly Envelope[], unsent: boolean): void {
    const { delivery, marks } = this.#context;
    for (const envelope of envelopes) {
      switch (envelope.kind) {
        case 'deliver':
          delivery.undelivered(target, envelope);
          break;
        case 'returned':
          delivery.returns.unheard(envelope, target);
          break;
        case 'mark':
        case 'settle':
          if (unsent) marks.unsent(envelope.mark);
          else marks.answer(envelope.mark, false);
          break;
        default: // News: whoever did not hear them compares its rooms once it hears again.
      }
    }
  }

  #moved({ room, id, ...at }: MoveEnvelope): void {
    const { rooms } = this.#context;
    rooms.move(room, id, at);
    const session = rooms.session(room, id);
    if (!session || session.gen >= at.gen) return;
    displace(this.#context, session);
    rooms.hold(room);
    rooms.dismiss(session);
    rooms.release(room);
  }

  #answerMark({ mark, room, id }: MarkEnvelope, from: string): void {
    const { delivery, relay } = this.#context;
    const passed = () => {
      if (room !== undefined && id !== undefined) delivery.returns.holdsOn(from, room, id);
      relay.send(from, { kind: 'passed', mark });
    };
    const waits = delivery.dealtWith(from);
    if (waits) void waits.then(passed);
    else passed();
  }

  async #settle({ room, id, mark }: SettleEnvelope, from: string): Promise<void> {
    const { delivery, relay } = this.#context;
    await delivery.settledFor(room, id);
    relay.send(from, { kind: 'passed', mark });
  }
}
