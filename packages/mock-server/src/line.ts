import type { ServerMessage } from '@parley/shared/server-messages';
import { WebSocket } from 'ws';
import type { Faults } from './faults.ts';
import type { Member, Voice } from './member.ts';

/** One client's socket, with the faults between it and the server. */
export class Line implements Voice {
  readonly socket: WebSocket;
  /** Frames in a row that were no valid message. */
  badFrames = 0;
  #member: Member | undefined;
  #peer: string | undefined;
  readonly #faults: Faults;
  readonly #unheard: (() => void)[] = [];
  readonly #unsaid: string[] = [];
  /** What waits to leave last first, by its type. */
  readonly #held = new Map<string, string[]>();

  constructor(socket: WebSocket, faults: Faults) {
    this.socket = socket;
    this.#faults = faults;
  }

  get member(): Member | undefined {
    return this.#member;
  }

  set member(member: Member | undefined) {
    this.#member = member;
    if (member) this.#peer = member.id;
  }

  /** The `id` that this client has, or had last. */
  get peer(): string | undefined {
    return this.#peer;
  }

  get isOpen(): boolean {
    return this.socket.readyState === WebSocket.OPEN;
  }

  /** Does what a frame from the client calls for, now or when nothing is frozen any more. */
  take(hear: () => void): void {
    if (this.#frozen) this.#unheard.push(hear);
    else hear();
  }

  say(message: ServerMessage): void {
    this.sayText(message.type, JSON.stringify(message));
  }

  sayText(type: ServerMessage['type'], text: string): void {
    const ofType = (fault: { readonly type: string }) => fault.type === type;
    const peer = this.#peer;
    if (this.#faults.strike('drop', peer, ofType)) return;
    const said = this.#faults.strike('alter', peer, ofType)?.change(text) ?? text;
    const copies = this.#faults.strike('duplicate', peer, ofType) ? [said, said] : [said];
    const reorder = this.#faults.find('reorder', peer, ofType);
    if (!reorder) {
      for (const copy of copies) this.#write(copy);
      return;
    }
    const held = this.#held.get(type) ?? [];
    this.#held.set(type, held);
    held.push(...copies);
    if (held.length < (reorder.span ?? 2)) return;
    this.#faults.strike('reorder', peer, ofType);
    this.#release(type);
  }

  close(code: number, reason = ''): void {
    if (this.isOpen) this.socket.close(code, reason);
  }

  /** Lets go what no fault holds back any more. */
  settle(): void {
    for (const type of this.#held.keys()) {
      if (!this.#faults.find('reorder', this.#peer, (fault) => fault.type === type)) this.#release(type);
    }
    if (this.#frozen) return;
    for (const hear of this.#unheard.splice(0)) this.take(hear);
    for (const text of this.#unsaid.splice(0)) this.#write(text);
  }

  get #frozen(): boolean {
    return this.#faults.find('freeze', this.#peer) !== undefined;
  }

  #release(type: string): void {
    for (const text of (this.#held.get(type) ?? []).splice(0).toReversed()) this.#write(text);
  }

  #write(text: string): void {
    if (this.#frozen) this.#unsaid.push(text);
    else if (this.isOpen) this.socket.send(text);
  }
}
