import { expect, it } from 'vitest';
import { TestClient, freshRoom } from '../support/test-client.ts';
import type { ProtocolTarget } from './check.ts';
import { get } from './http.ts';

/** What the protocol leaves to a server, and ours has. */
export function ourOwnTests(target: () => ProtocolTarget): void {
  it('has the default settings', async () => {
    await using client = await TestClient.join(target(), freshRoom());
    expect(client.joined).toMatchObject({ capacity: 6, resumeWindowMs: 20_000, iceTtlMs: 3_600_000 });
  });

  it('takes 200 frames at once', async () => {
    await using client = await TestClient.connect(target());
    for (let sent = 0; sent < 260; sent += 1) client.send({ type: 'ping', ref: String(sent) });
    expect(Number((await client.next('error')).ref)).toBeGreaterThanOrEqual(200);
  });

  it('serves the call page at /', async () => {
    const { status, headers, body } = await get(target(), '/');
    expect(status).toBe(200);
    expect(headers['content-type']).toContain('text/html');
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(body).toContain('<title>Parley');
  });
}
