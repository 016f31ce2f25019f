import { causeOf } from '../cause.ts';
import type { Deployment } from '../deployment.ts';
import { lookAtCertificate } from '../tls-look.ts';
import type { ProbeMetrics } from './probe-metrics.ts';
import { probeRound } from './round.ts';
import { turnRound } from './turn-round.ts';

export type Say = (line: Readonly<Record<string, unknown>>) => void;

/** One call, one allocation over each transport, one look at the certificate; each is counted, and a failure is told. */
export async function patrol(deployment: Deployment, metrics: ProbeMetrics, say: Say): Promise<void> {
  const report = await probeRound(deployment);
  metrics.round(report, deployment.now());
  if (report.failure) {
    const { phase, cause } = report.failure;
    say({ level: 'warn', phase, cause: causeOf(cause), msg: 'a call failed' });
  }
  await quietly('turn', say, async () => {
    const reports = await turnRound(deployment);
    metrics.turn(reports);
    for (const { transport, cause } of reports) {
      if (cause !== undefined) say({ level: 'warn', transport, cause, msg: 'no relay was allocated' });
    }
  });
  await quietly('certificate', say, async () => {
    const { host, httpsPort: port } = deployment.settings;
    const address = await deployment.addressOf(host);
    const verdict = await lookAtCertificate(deployment, { host, address, port });
    metrics.certificate('daysLeft' in verdict ? verdict.daysLeft : 0);
  });
}

// Where the call failed the rest may fail as well, and the next round comes soon.
async function quietly(what: string, say: Say, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    say({ level: 'warn', what, cause: causeOf(error), msg: 'could not look' });
  }
}
