export interface LoadSettings {
  readonly url: string;
  readonly connections: number;
  readonly roomSize: number;
  /** Messages a second, of all connections together. */
  readonly rate: number;
  readonly seconds: number;
  /** Takes any certificate, such as the one that the stack makes for itself. */
  readonly insecure: boolean;
}

/** Reads what the operator asked for; throws with a list of all that is wrong. */
export function readSettings(env: Readonly<Record<string, string | undefined>>): LoadSettings {
  const wrong: string[] = [];
  const url = env['URL'] || 'ws://localhost:8080/ws';
  const protocol = URL.parse(url)?.protocol;
  if (protocol !== 'ws:' && protocol !== 'wss:')
    wrong.push('URL: write ws:// or wss://, host and path, such as wss://call.example.org/ws');
  const whole = (name: string, fallback: number, least: number, most: number) => {
    const text = env[name] || String(fallback);
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < least || value > most)
      wrong.push(`${name}: must be a whole number from ${least} to ${most}`);
    return value;
  };
  const settings = {
    url,
    connections: whole('CONNECTIONS', 100, 2, 100_000),
    roomSize: whole('ROOM_SIZE', 2, 2, 1_000),
    rate: whole('RATE', 100, 1, 1_000_000),
    seconds: whole('SECONDS', 20, 1, 86_400),
    insecure: env['INSECURE'] === '1',
  };
  if (wrong.length > 0) throw new Error(wrong.join('\n'));
  if (settings.connections < settings.roomSize)
    throw new Error('CONNECTIONS: must be at least ROOM_SIZE, or no room is ever full');
  // A room that is never full would have peers with nobody to write to.
  return { ...settings, connections: settings.connections - (settings.connections % settings.roomSize) };
}
