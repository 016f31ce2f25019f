import type { SignalingConnection } from '@parley/client/signaling';

/** Resolves with the node of the next arrival; undefined where none comes before the signal aborts. */
export function nextArrival(
  connection: SignalingConnection,
  signal: AbortSignal,
): Promise<string | undefined> {
  return new Promise((resolve) => {
    const end = (node: string | undefined) => {
      for (const off of listening) off();
      signal.removeEventListener('abort', give);
      resolve(node);
    };
    const give = () => end(undefined);
    const listening = [
      connection.on('resumed', ({ node }) => end(node)),
      // Our place was lost meanwhile, and we were let in anew.
      connection.on('joined', ({ node }) => end(node)),
      connection.on('state', ({ name }) => {
        if (name === 'stopped' || name === 'left') give();
      }),
    ];
    signal.addEventListener('abort', give);
    if (signal.aborted) give();
  });
}
