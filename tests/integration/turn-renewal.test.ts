// What is renewed while calls are relayed: the certificate, and the secret that is shared with the nodes.
import { once } from 'node:events';
import { connect } from 'node:tls';
import { TurnClient } from '@parley/doctor/stun/turn-client';
import type { TransportAddress } from '@parley/doctor/stun/xor-address';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { initVolumes } from '../support/init-volumes.ts';
import type { InitVolumes } from '../support/init-volumes.ts';
import { poll } from '../support/poll.ts';
import { has } from '../support/requirements.ts';
import { timeLimitedCredential } from '../support/stun/credential.ts';
import { refusal } from '../support/stun/refusal.ts';
import { buildTurnImage, startTurn } from '../support/stun/turn-container.ts';
import type { TurnContainer } from '../support/stun/turn-container.ts';

describe.skipIf(!has.docker)('coturn, while it relays', () => {
  let volumes: InitVolumes;
  let turn: TurnContainer;
  let call: TurnClient;

  beforeAll(async () => {
    await buildTurnImage();
    volumes = await initVolumes();
    const files = { TURN_CERT_FILE: '/run/tls/tls.crt', TURN_KEY_FILE: '/run/tls/tls.key' };
    const settings = { ...files, TURN_EXTERNAL_IP: '8.8.4.4', TURN_RELOAD_SECONDS: '1' };
    turn = await startTurn(settings, { mounts: [volumes.tls, volumes.secrets] });
    call = await TurnClient.open(turn.udp);
    await call.allocate(timeLimitedCredential(await current(), 'ann', 600));
  }, 300_000);

  afterAll(async () => {
    await call?.close();
    await turn?.[Symbol.asyncDispose]();
    await volumes?.[Symbol.asyncDispose]();
  });

  const current = async (): Promise<string> => (await volumes.secretLines())[0] ?? expect.fail('no secret');
  const said = (text: string) =>
    poll(`coturn says "${text}"`, async () => (await turn.logs()).includes(text));

  async function answers(secret: string): Promise<number | 'granted'> {
    const client = await TurnClient.open(turn.udp);
    const answer = await refusal(client.allocate(timeLimitedCredential(secret, 'bob', 600)));
    await client.close();
    return answer;
  }

  test('takes a renewed certificate, and the allocation lives on', async () => {
    const before = await certificateOf(turn.tls);
    expect(before.subjectaltname).toContain('DNS:localhost');
    await volumes.shell('rm /run/tls/tls.crt');
    await volumes.again();
    await said('took the renewed certificate');
    await poll('the new one is shown', async () => {
      return (await certificateOf(turn.tls)).fingerprint256 !== before.fingerprint256;
    });
    await call.refresh();
  });

  test('accepts the old secret and the new one while it is rotated, then the new one alone', async () => {
    const old = await current();
    await volumes.again('rotate-turn-secret');
    expect(await volumes.secretLines()).toEqual([expect.not.stringMatching(old), old]);
    await said('took the renewed secrets');
    expect([await answers(await current()), await answers(old)]).toEqual(['granted', 'granted']);

    await volumes.again('retire-turn-secret');
    expect(await volumes.secretLines()).toHaveLength(1);
    await turn.exec('take-secrets.sh');
    expect([await answers(await current()), await answers(old)]).toEqual(['granted', 401]);
    // Whoever is in a call has shown its credential, and keeps its relay.
    await call.refresh();
    expect(await turn.logs()).not.toContain(old);
  });
});

async function certificateOf({ address, port }: TransportAddress) {
  const socket = connect({ host: address, port, rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  const certificate = socket.getPeerCertificate();
  socket.destroy();
  return certificate;
}
