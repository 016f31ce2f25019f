import type { Deployment } from './deployment.ts';
import { ownRoom, withMember } from './member.ts';
import { turnServersOf } from './turn-server.ts';
import type { TurnServer } from './turn-server.ts';

/** One round of checks, and what a later one may take from an earlier one. */
export class Visit {
  readonly deployment: Deployment;
  #servers: Promise<readonly TurnServer[]> | undefined;
  /** How many nodes answered for themselves; undefined where they can't be reached from here. */
  nodes: number | undefined;

  constructor(deployment: Deployment) {
    this.deployment = deployment;
  }

  /** The TURN servers that a peer is given when it joins. */
  turnServers(): Promise<readonly TurnServer[]> {
    this.#servers ??= withMember(this.deployment, ownRoom(), ({ joined }) =>
      turnServersOf(joined.iceServers),
    );
    return this.#servers;
  }
}
