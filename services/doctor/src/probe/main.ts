// The probe: every half minute a call from end to end, told on `/metrics`. The question is whether people can call, not
// whether processes are up.
import { cleanup } from 'node-datachannel';
import { setTimeout as delay } from 'node:timers/promises';
import { Deployment } from '../deployment.ts';
import { SettingsError, readSettings } from '../settings.ts';
import { serveMetrics } from './metrics-page.ts';
import { patrol } from './patrol.ts';
import type { Say } from './patrol.ts';
import { createProbeMetrics } from './probe-metrics.ts';

const say: Say = (line) => void process.stdout.write(`${JSON.stringify({ time: Date.now(), ...line })}\n`);

async function main(): Promise<void> {
  const deployment = new Deployment(readSettings(process.env));
  const everyMs = Number(process.env['PROBE_INTERVAL_MS'] || 30_000);
  const port = Number(process.env['PROBE_PORT'] || 9465);
  if (!(everyMs >= 1_000) || !(port >= 0)) {
    throw new SettingsError('PROBE_INTERVAL_MS must be 1000 or more, and PROBE_PORT a port');
  }
  const metrics = createProbeMetrics();
  const stop = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stop.abort());
  const page = await serveMetrics(metrics.registry, port);
  say({ level: 'info', port: page.port, everyMs, msg: 'probe started' });
  while (!stop.signal.aborted) {
    const started = performance.now();
    await patrol(deployment, metrics, say);
    const rest = Math.max(0, everyMs - (performance.now() - started));
    await delay(rest, undefined, { signal: stop.signal }).catch(() => {});
  }
  cleanup();
  await page[Symbol.asyncDispose]();
  say({ level: 'info', msg: 'probe stopped' });
}

try {
  await main();
} catch (error) {
  if (!(error instanceof SettingsError)) throw error;
  process.stderr.write(`the probe did not start: ${error.message}\n`);
  process.exitCode = 2;
}
