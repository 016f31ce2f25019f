import { iceConfigSchema } from '@parley/shared/ice';
import { get as getPlain } from 'node:http';
import { get as getSecure } from 'node:https';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import type { ProtocolTarget } from './protocol-suite.ts';

export function httpTests(target: () => ProtocolTarget): void {
  it('gives the ice servers of a call, never to be kept by a cache', async () => {
    const { status, headers, body } = await get(target(), '/api/ice-servers');
    expect(status).toBe(200);
    expect(headers['cache-control']).toContain('no-store');
    expect(iceConfigSchema.safeParse(JSON.parse(body)).success).toBe(true);
  });

  it('serves the call page at /', async () => {
    const { status, headers, body } = await get(target(), '/');
    expect(status).toBe(200);
    expect(headers['content-type']).toContain('text/html');
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(body).toContain('<title>Parley');
  });

  it('tells a plain request to /ws that it has to upgrade', async () => {
    expect((await get(target(), '/ws')).status).toBe(426);
  });

  it('shows no metrics on the public port', async () => {
    expect((await get(target(), '/metrics')).body).not.toContain('signaling_');
  });
}

async function get(target: ProtocolTarget, path: string) {
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
