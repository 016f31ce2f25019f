/** One server. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

export interface Login {
  readonly username?: string;
  readonly password?: string;
}

/** Where Redis is, and of which of the three kinds. */
export type RedisAddress =
  | {
      readonly kind: 'server';
      readonly server: Endpoint;
      readonly tls: boolean;
      readonly login: Login;
      readonly db: number;
    }
  /** The servers are where to begin; they tell of the others. */
  | {
      readonly kind: 'cluster';
      readonly servers: readonly Endpoint[];
      readonly tls: boolean;
      readonly login: Login;
    }
  | {
      readonly kind: 'sentinel';
      readonly sentinels: readonly Endpoint[];
      readonly master: string;
      /** For Redis itself; Sentinel has its own. */
      readonly login: Login;
      readonly sentinelLogin: Login;
      readonly db: number;
    };

/** Says what is wrong with an address, and never repeats it: it may hold a password. */
export class RedisAddressError extends Error {}

const FORMS =
  'write redis://HOST:PORT, several of those with commas for a Cluster, or redis+sentinel://HOST:PORT,HOST:PORT/MASTERNAME';
const SENTINEL = /^redis\+sentinel:\/\/(?:([^@/]*)@)?([^@/?]+)(?:\/([^/?]*))?(?:\/([^/?]*))?(?:\?(.*))?$/;

/** Reads REDIS_URL. Throws a RedisAddressError that says what to write instead. */
export function parseRedisUrl(text: string): RedisAddress {
  if (text.startsWith('redis+sentinel:')) return parseSentinel(text);
  // A comma may also stand in a password; one that parts two addresses has a scheme behind it.
  const entries = text.split(/,\s*(?=[a-z+]+:\/\/)/);
  const [first, ...rest] = entries.map(parseServer);
  if (!first) throw new RedisAddressError(FORMS);
  if (rest.length === 0) return first;
  const servers = [first, ...rest];
  if (servers.some(({ tls }) => tls !== first.tls)) {
    throw new RedisAddressError('the addresses of a Cluster must all be redis://, or all rediss://');
  }
  if (servers.some(({ db }) => db !== 0)) {
    throw new RedisAddressError('a Cluster has no numbered databases; leave out the path');
  }
  const login = servers.find((server) => server.login.password !== undefined)?.login ?? first.login;
  return { kind: 'cluster', servers: servers.map(({ server }) => server), tls: first.tls, login };
}

function parseServer(text: string): Extract<RedisAddress, { kind: 'server' }> {
  const url = URL.parse(text);
  if (!url || !['redis:', 'rediss:'].includes(url.protocol) || url.hostname === '') {
    throw new RedisAddressError(`is no address of Redis; ${FORMS}`);
  }
  if (url.search !== '' || url.hash !== '') {
    throw new RedisAddressError(
      'takes nothing after ? or #; percent-encode them where they are part of a password',
    );
  }
  return {
    kind: 'server',
    server: { host: bare(url.hostname), port: Number(url.port || 6379) },
    tls: url.protocol === 'rediss:',
    login: loginOf(url.username, url.password),
    db: parseDatabase(url.pathname.slice(1)),
  };
}

function parseSentinel(text: string): RedisAddress {
  const [, userInfo = '', hosts = '', master = '', db = '', query = ''] = SENTINEL.exec(text) ?? [];
  if (hosts === '') throw new RedisAddressError(`is no address of Sentinel; ${FORMS}`);
  if (master === '') {
    throw new RedisAddressError(
      'the name of the master is missing; write redis+sentinel://HOST:PORT/MASTERNAME',
    );
  }
  const own = new URLSearchParams(query);
  for (const name of own.keys()) {
    if (name !== 'sentinel_username' && name !== 'sentinel_password') {
      throw new RedisAddressError('after ? only sentinel_username and sentinel_password may stand');
    }
  }
  const [username = '', ...password] = userInfo.split(':');
  return {
    kind: 'sentinel',
    sentinels: hosts.split(',').map(parseSentinelHost),
    master: decode(master),
    login: loginOf(username, password.join(':')),
    sentinelLogin: present(own.get('sentinel_username') ?? '', own.get('sentinel_password') ?? ''),
    db: parseDatabase(db),
  };
}

function parseSentinelHost(text: string): Endpoint {
  const url = URL.parse(`redis://${text.trim()}`);
  if (!url || url.hostname === '') {
    throw new RedisAddressError(
      'a host of Sentinel cannot be read; write HOST:PORT, with commas between them',
    );
  }
  return { host: bare(url.hostname), port: Number(url.port || 26_379) };
}

function parseDatabase(text: string): number {
  if (!/^\d*$/.test(text))
    throw new RedisAddressError('the database, after the last slash, must be a number');
  return Number(text);
}

function loginOf(username: string, password: string): Login {
  return present(decode(username), decode(password));
}

function present(username: string, password: string): Login {
  return { ...(username === '' ? {} : { username }), ...(password === '' ? {} : { password }) };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new RedisAddressError('a percent sign that is part of a password must be written %25');
  }
}

// A URL writes an IPv6 address in brackets, a socket takes it without.
function bare(hostname: string): string {
  return hostname.replace(/^\[(.*)\]$/, '$1');
}
