import { randomBytes } from 'node:crypto';
import type { Bye, PeerInfo } from '@parley/shared/server-messages';
import type { Home, Member, Voice } from './member.ts';

/** What is kept for a peer that is away: docs/protocol/README.md, P-38. */
const MAX_MAIL = 256;
const MAX_MAIL_BYTES = 1024 * 1024;

/** Who is in a room. Everything here is told to the others at once. */
export class Room implements Home {
  readonly name: string;
  seq = 0;
  readonly #members = new Map<string, Member>();

  constructor(name: string) {
    this.name = name;
  }

  get size(): number {
    return this.#members.size;
  }

  get members(): readonly Member[] {
    return [...this.#members.values()];
  }

  find(id: string): Member | undefined {
    return this.#members.get(id);
  }

  othersThan({ id }: Member): Member[] {
    return this.members.filter((member) => member.id !== id);
  }

  enter(line: Voice, id: string, name: string | undefined): Member {
    const tokens = [newToken()];
    const member: Member = { room: this, id, name, tokens, line, mail: [], window: undefined };
    this.#members.set(id, member);
    line.member = member;
    this.seq += 1;
    for (const other of this.othersThan(member)) {
      other.line?.say({ type: 'otherjoin', room: this.name, ...infoOf(member), seq: this.seq });
    }
    return member;
  }

  remove(member: Member, reason: Bye['reason']): void {
    clearTimeout(member.window);
    if (!this.#members.delete(member.id)) return;
    if (member.line) member.line.member = undefined;
    this.seq += 1;
    for (const { line } of this.members) {
      line?.say({ type: 'bye', room: this.name, id: member.id, reason, seq: this.seq });
    }
  }

  forget(member: Member): void {
    clearTimeout(member.window);
    this.#members.delete(member.id);
    if (member.line) member.line.member = undefined;
  }
}

export function infoOf({ id, name }: Member): PeerInfo {
  return name === undefined ? { id } : { id, name };
}

/** 128 random bits as base64url. */
export function newPeerId(): string {
  return randomBytes(16).toString('base64url');
}

/** 256 random bits as base64url. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** Hands a message over or keeps it. Gives false where it can do neither. */
export function deliver(member: Member, text: string): boolean {
  if (member.line?.isOpen) {
    member.line.sayText('message', text);
    return true;
  }
  const bytes = member.mail.reduce((sum, kept) => sum + Buffer.byteLength(kept), Buffer.byteLength(text));
  if (member.mail.length >= MAX_MAIL || bytes > MAX_MAIL_BYTES) return false;
  member.mail.push(text);
  return true;
}
