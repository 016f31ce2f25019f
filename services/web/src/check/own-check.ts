import type { IceServer } from '@parley/client/messages';
import { signal } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals';
import { ServerCheck } from './server-check.ts';

/** A test of a server that a person entered. */
export class OwnCheck {
  readonly server: IceServer;
  readonly servers = new ServerCheck();
  readonly #abort = new AbortController();
  readonly #running = signal(true);

  constructor(server: IceServer) {
    this.server = server;
  }

  get running(): ReadonlySignal<boolean> {
    return this.#running;
  }

  async start(): Promise<void> {
    await this.servers.run([this.server], this.#abort.signal);
    this.#running.value = false;
  }

  dispose(): void {
    this.#abort.abort();
  }
}
