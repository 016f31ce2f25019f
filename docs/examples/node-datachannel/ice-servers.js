const RELAY_TYPES = { 'turn:udp': 'TurnUdp', 'turn:tcp': 'TurnTcp', 'turns:tcp': 'TurnTls' };

/**
 * The `iceServers` of `joined` as libdatachannel takes them. What it cannot use is left out.
 * @param {{ urls: string | string[], username?: string, credential?: string }[]} iceServers
 */
export function libdatachannelServers(iceServers) {
  return iceServers.flatMap(({ urls, username, credential }) =>
    [urls].flat().flatMap((url) => {
      // RFC 7064 and RFC 7065: scheme, host, port, transport.
      const parts = /^(stuns?|turns?):(\[[^\]]+\]|[^:?]+)(?::(\d+))?(?:\?transport=(udp|tcp))?$/.exec(url);
      if (!parts) return [];
      const [, scheme, host, port = scheme.endsWith('s') ? '5349' : '3478', given] = parts;
      const hostname = host.replace(/^\[|\]$/g, '');
      if (scheme.startsWith('stun')) return scheme === 'stun' ? [{ hostname, port: Number(port) }] : [];
      const relayType = RELAY_TYPES[`${scheme}:${given ?? (scheme === 'turns' ? 'tcp' : 'udp')}`];
      if (!relayType) return [];
      return [{ hostname, port: Number(port), username, password: credential, relayType }];
    }),
  );
}
