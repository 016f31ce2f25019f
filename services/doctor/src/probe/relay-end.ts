import { PeerConnection } from 'node-datachannel';
import type { DataChannel } from 'node-datachannel';
import * as z from 'zod/mini';
import type { Deployment } from '../deployment.ts';
import type { Member } from '../member.ts';
import { turnServersOf } from '../turn-server.ts';

const dataSchema = z.union([
  z.object({ type: z.enum(['offer', 'answer']), sdp: z.string() }),
  z.object({ type: z.literal('candidate'), candidate: z.string(), sdpMid: z.optional(z.string()) }),
]);

/** One end of a path that takes nothing but a relay: its negotiation goes through the nodes, as that of a page does. */
export interface RelayEnd extends Disposable {
  offer(): void;
  /** Resolves when bytes can be sent. */
  readonly opened: Promise<void>;
  /** Sends a text, and resolves with the next one that comes. */
  exchange(text: string): Promise<string>;
}

/** @param echoes whether it says each text back */
export async function relayEnd(
  deployment: Deployment,
  ends: { readonly own: Member; readonly other: Member },
  echoes: boolean,
): Promise<RelayEnd> {
  const { own, other } = ends;
  const connection = new PeerConnection('probe', {
    iceServers: await relayServers(deployment, own),
    iceTransportPolicy: 'relay',
    disableAutoNegotiation: true,
  });
  const tell = (data: object) =>
    own.say({ type: 'message', room: own.joined.room, to: other.joined.id, data });
  let isAnswered = false;
  const held: object[] = [];
  connection.onLocalDescription((sdp, type) => {
    if (type === 'answer') isAnswered = true;
    tell({ type, sdp });
  });
  // libdatachannel begins with DTLS as soon as there is a way, and takes the certificate for a wrong one where it has not
  // read the answer yet (its pull request 1612): the other side is to hear of no way before.
  connection.onLocalCandidate((candidate, sdpMid) => {
    const data = { type: 'candidate', candidate, sdpMid };
    if (isAnswered) tell(data);
    else held.push(data);
  });
  own.onMessage((data) => {
    const message = dataSchema.safeParse(data).data;
    if (message?.type === 'candidate')
      connection.addRemoteCandidate(message.candidate, message.sdpMid ?? '0');
    if (message?.type === 'answer') {
      connection.setRemoteDescription(message.sdp, 'answer');
      isAnswered = true;
      for (const candidate of held.splice(0)) tell(candidate);
    }
    if (message?.type === 'offer') {
      connection.setRemoteDescription(message.sdp, 'offer');
      connection.setLocalDescription('answer');
    }
  });
  const channel = connection.createDataChannel('probe', { negotiated: true, id: 0 });
  const { opened, next } = listen(channel, echoes);
  return {
    offer: () => connection.setLocalDescription('offer'),
    opened,
    exchange(text) {
      const answer = next();
      channel.sendMessage(text);
      return answer;
    },
    [Symbol.dispose]: () => connection.close(),
  };
}

function listen(channel: DataChannel, echoes: boolean) {
  const opened = Promise.withResolvers<void>();
  let waiting: ((text: string) => void) | undefined;
  channel.onOpen(() => opened.resolve());
  channel.onMessage((text) => {
    if (typeof text !== 'string') return;
    if (echoes) channel.sendMessage(text);
    else waiting?.(text);
  });
  const next = () =>
    new Promise<string>((resolve) => {
      waiting = resolve;
    });
  return { opened: opened.promise, next };
}

/** UDP alone: libdatachannel, as it comes ready built, relays over nothing else. */
async function relayServers(deployment: Deployment, member: Member) {
  const servers = turnServersOf(member.joined.iceServers).filter(({ transport }) => transport === 'udp');
  return Promise.all(
    servers.map(async ({ host, port, credential }) => ({
      hostname: await deployment.addressOf(host),
      port,
      username: credential?.username ?? '',
      password: credential?.password ?? '',
      relayType: 'TurnUdp' as const,
    })),
  );
}
