/** Where the node's WebSocket is: beside the page. Nothing of the page's own address goes along. */
export function signalingUrl(): string {
  const url = new URL('/ws', location.origin);
  url.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
  return url.href;
}
