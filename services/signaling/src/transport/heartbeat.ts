import type { WebSocket } from 'ws';

/**
 * Pings a socket so that idle connections live through proxies and half-open ones are found: `onSilent` is called
 * once where a ping stays unanswered for `timeoutMs`. Timers have no caller who could catch what they throw, so that
 * `guard` does. Gives a function that ends it.
 */
export function heartbeat(
  socket: WebSocket,
  intervalMs: number,
  timeoutMs: number,
  onSilent: () => void,
  guard: (act: () => void) => () => void,
): () => void {
  let waiting: NodeJS.Timeout | undefined;
  const answered = () => {
    clearTimeout(waiting);
    waiting = undefined;
  };
  const beat = guard(() => {
    waiting ??= setTimeout(silent, timeoutMs);
    socket.ping();
  });
  const ping = setInterval(beat, intervalMs);
  const stop = () => {
    clearInterval(ping);
    answered();
    socket.off('pong', answered);
  };
  function silent() {
    stop();
    onSilent();
  }
  socket.on('pong', answered);
  return stop;
}
