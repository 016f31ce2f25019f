import type { Check } from './check.ts';
import { certificate } from './checks/certificate.ts';
import { clock } from './checks/clock.ts';
import { iceServers } from './checks/ice-servers.ts';
import { name } from './checks/name.ts';
import { origin } from './checks/origin.ts';
import { privatePeers } from './checks/private-peers.ts';
import { redirect } from './checks/redirect.ts';
import { relayAddress } from './checks/relay-address.ts';
import { relayPorts } from './checks/relay-ports.ts';
import { relayedBytes } from './checks/relayed-bytes.ts';
import { store } from './checks/store.ts';
import { turn } from './checks/turn.ts';
import { twoNodes } from './checks/two-nodes.ts';
import { websocket } from './checks/websocket.ts';

/** In the order in which a user's call would come upon them. */
export const ALL_CHECKS: readonly Check[] = [
  name,
  certificate,
  redirect,
  websocket,
  origin,
  store,
  clock,
  twoNodes,
  iceServers,
  turn('udp'),
  turn('tcp'),
  turn('tls'),
  relayAddress,
  relayPorts,
  relayedBytes,
  privatePeers,
];
