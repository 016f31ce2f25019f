import { iceConfigSchema } from '@parley/shared/ice';
import { get as getPlain } from 'node:http';
import { get as getSecure } from 'node:https';
import { text } from 'node:stream/consumers';
import { expect } from 'vitest';
import { NotTried, check } from './check.ts';
import type { Check, ProtocolTarget } from './check.ts';

export const httpChecks: readonly Check[] = [
  check('P-1', 'tells a plain request to /ws that it has to upgrade', async (target) => {
    expect((await get(target, '/ws')).status).toBe(426);
  }),

  check('P-53', 'gives the ice servers of a call, never to be kept by a cache', async (target) => {
    const { status, headers, body } = await get(target, '/api/ice-servers');
    expect(status).toBe(200);
    expect(headers['cache-control']).toContain('no-store');
    expect(iceConfigSchema.safeParse(JSON.parse(body)).success).toBe(true);
  }),

  check('P-54', 'says that it serves', async (target) => {
    expect((await get(target, '/healthz')).status).toBe(200);
  }),

  check('P-55', 'says that it can take clients, as it can', async (target) => {
    const { status } = await get(target, '/readyz');
    if (status === 404) throw new NotTried('a proxy stands before the node and does not pass it on');
    expect(status).toBe(200);
  }),

  check('P-56', 'shows no metrics on the public port', async (target) => {
    // The comments of the Prometheus text format.
    expect((await get(target, '/metrics')).body).not.toMatch(/^# (TYPE|HELP) /m);
  }),
];

/** One plain request to a target, on a connection of its own. */
export async function get(target: ProtocolTarget, path: string) {
  const url = new URL(path, target.http);
  return new Promise<{ status: number | undefined; headers: Record<string, unknown>; body: string }>(
    (resolve, reject) => {
      const request =
        url.protocol === 'https:'
          ? getSecure(url, { rejectUnauthorized: !target.selfSigned, agent: false })
          : getPlain(url, { agent: false });
      request.once('error', reject);
      request.once('response', (response) => {
        text(response).then(
          (body) => resolve({ status: response.statusCode, headers: response.headers, body }),
          reject,
        );
      });
    },
  );
}
