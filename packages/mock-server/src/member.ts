import type { Bye, ServerMessage } from '@parley/shared/server-messages';

/** The way to one client. */
export interface Voice {
  /** Whether what is said may still be heard: false from the moment a close frame came. */
  readonly isOpen: boolean;
  /** The place in a room, if any. */
  member: Member | undefined;
  say(message: ServerMessage): void;
  /** Says a frame that is written already. */
  sayText(type: ServerMessage['type'], text: string): void;
  close(code: number, reason?: string): void;
}

/** A peer's place in a room. Without a line it is detached. */
export interface Member {
  readonly room: Home;
  readonly id: string;
  readonly name: string | undefined;
  /** The newest, and the one before it until the newest was used. */
  tokens: readonly string[];
  line: Voice | undefined;
  mail: string[];
  /** Ends the resume window. */
  window: NodeJS.Timeout | undefined;
}

/** What a member knows of its room. */
export interface Home {
  readonly name: string;
  readonly size: number;
  /** The number of the last change. */
  readonly seq: number;
  othersThan(member: Member): Member[];
  /** Ends a membership, and tells the others. */
  remove(member: Member, reason: Bye['reason']): void;
  /** Ends a membership, and tells nobody: as a server that lost its memory. */
  forget(member: Member): void;
}
