export interface Echo {
  /** How long each note took there and back, in milliseconds. */
  readonly tookMs: number[];
  stop(): void;
}

const EVERY_MS = 200;

/** Sends the time through a channel again and again; the other end sends it back as it came. */
export function startEcho(channel: RTCDataChannel, other: RTCPeerConnection): Echo {
  const tookMs: number[] = [];
  other.addEventListener('datachannel', ({ channel: incoming }) => {
    incoming.addEventListener('message', ({ data }) => {
      if (incoming.readyState === 'open') incoming.send(String(data));
    });
  });
  channel.addEventListener('message', ({ data }) => tookMs.push(performance.now() - Number(data)));
  const timer = setInterval(() => {
    if (channel.readyState === 'open') channel.send(String(performance.now()));
  }, EVERY_MS);
  return { tookMs, stop: () => clearInterval(timer) };
}
