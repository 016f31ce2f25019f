// A deployment that is well, small enough to be started for each test: real nodes in this process, a front of TLS, and
// a TURN server. One part of it can be made ill.
import { ALL_CHECKS } from '@parley/doctor/all-checks';
import { Deployment } from '@parley/doctor/deployment';
import { examine } from '@parley/doctor/examine';
import type { Finding } from '@parley/doctor/finding';
import { readSettings } from '@parley/doctor/settings';
import { startNode, startReadyNode } from '../node-fixture.ts';
import type { RunningNode } from '../node-fixture.ts';
import { selfSigned } from './certificates.ts';
import type { KeyPair } from './certificates.ts';
import { startFront } from './front.ts';
import type { FrontOptions } from './front.ts';
import { startScriptedTurn } from './scripted-turn.ts';
import type { ScriptedTurn, TurnScript } from './scripted-turn.ts';

const SECRET = 'the secret of the doctor tests';
const ADDRESS = '127.0.0.1';
const NAMES = { good: `IP:${ADDRESS}`, other: 'DNS:other.example' };
const pairs = new Map<keyof typeof NAMES, Promise<KeyPair>>();

export interface Illness {
  readonly front?: Partial<FrontOptions>;
  readonly turn?: Partial<TurnScript>;
  readonly node?: Readonly<Record<string, string>>;
  /** The settings of the doctor. */
  readonly doctor?: Readonly<Record<string, string>>;
  readonly certificate?: 'other';
  /** How far the clock of the doctor is ahead. */
  readonly aheadMs?: number;
  /** How many nodes, each with rooms of its own that no other knows. */
  readonly lonelyNodes?: number;
  /** An address where there is no Redis. */
  readonly redisUrl?: string;
  /** Transports of TURN whose port nobody listens at. */
  readonly closed?: readonly ('udp' | 'tcp' | 'tls')[];
  readonly noTurn?: boolean;
}

export interface Patient extends AsyncDisposable {
  readonly deployment: Deployment;
}

/** A deployment that has this illness. */
export async function startPatient(illness: Illness): Promise<Patient> {
  await using parts = new AsyncDisposableStack();
  const pair = await pairFor(illness.certificate ?? 'good');
  const script = { secret: SECRET, pair: await pairFor('good'), ...illness.turn };
  const turn = parts.use(await startScriptedTurn(script));
  const env = { TURN_URLS: turnUrls(illness, turn), TURN_SECRET: SECRET, ...illness.node };
  const nodes: RunningNode[] = [];
  for (let count = 0; count < (illness.lonelyNodes ?? 1); count += 1) {
    const redis = illness.redisUrl === undefined ? undefined : { url: illness.redisUrl, prefix: 'doctor' };
    nodes.push(parts.use(redis ? await startNode({ env, redis }) : await startReadyNode({ env })));
  }
  const front = parts.use(await startFront({ pair, nodes, ...illness.front }));
  const settings = readSettings({
    PUBLIC_HOST: ADDRESS,
    HTTPS_PORT: String(front.httpsPort),
    HTTP_PORT: String(front.httpPort),
    NODES: nodes.map(({ http }) => new URL(http).host).join(','),
    ...illness.doctor,
  });
  const kept = parts.move();
  return {
    deployment: new Deployment(settings, () => Date.now() + (illness.aheadMs ?? 0)),
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

/** Every check's finding about such a deployment. */
export async function examined(illness: Illness): Promise<ReadonlyMap<string, Finding>> {
  await using patient = await startPatient(illness);
  const results = await examine(patient.deployment, ALL_CHECKS);
  return new Map(results.map(({ check, finding }) => [check, finding]));
}

function turnUrls(illness: Illness, turn: ScriptedTurn): string {
  if (illness.noTurn === true) return '';
  const port = (transport: 'udp' | 'tcp' | 'tls') =>
    illness.closed?.includes(transport) === true ? 1 : turn[transport];
  return [
    `turn:${ADDRESS}:${port('udp')}?transport=udp`,
    `turn:${ADDRESS}:${port('tcp')}?transport=tcp`,
    `turns:${ADDRESS}:${port('tls')}?transport=tcp`,
  ].join(',');
}

function pairFor(whom: keyof typeof NAMES): Promise<KeyPair> {
  const pair = pairs.get(whom) ?? selfSigned(NAMES[whom]);
  pairs.set(whom, pair);
  return pair;
}
