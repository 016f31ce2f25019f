import { Counter, Gauge, Registry } from 'prom-client';
import { TURN_TRANSPORTS } from '../turn-server.ts';
import { PHASES } from './phases.ts';
import type { RoundReport } from './round.ts';
import type { TurnReport } from './turn-round.ts';

export interface ProbeMetrics {
  readonly registry: Registry;
  round(report: RoundReport, endedAtMs: number): void;
  turn(reports: readonly TurnReport[]): void;
  certificate(daysLeft: number): void;
}

/** What the probe tells; docs/metrics.md has all of it and is held equal to this by a test. */
export function createProbeMetrics(): ProbeMetrics {
  const registry = new Registry();
  const registers = [registry];
  const gauge = <Label extends string>(name: string, help: string, labelNames: readonly Label[] = []) =>
    new Gauge({ name, help, labelNames: [...labelNames], registers });

  const up = gauge('parley_probe_up', '1 where the last call of the probe came about, 0 where it did not.');
  const last = gauge('parley_probe_last_success_timestamp_seconds', 'When a call last came about.');
  const apart = gauge('parley_probe_apart', '1 where the two of the last call were on different nodes.');
  const phases = gauge('parley_probe_phase_seconds', 'How long a phase of the last call took.', ['phase']);
  const rounds = new Counter({
    name: 'parley_probe_rounds_total',
    help: 'Calls tried, by outcome: ok, or the phase in which it failed.',
    labelNames: ['outcome'],
    registers,
  });
  const turnUp = gauge('parley_probe_turn_up', '1 where a relay was allocated over a transport.', [
    'transport',
  ]);
  const turnSeconds = gauge('parley_probe_turn_seconds', 'How long the last allocation took.', ['transport']);
  const days = gauge('parley_probe_certificate_days', 'Days until the certificate of the page ends.');
  for (const outcome of ['ok', ...PHASES]) rounds.inc({ outcome }, 0);

  return {
    registry,
    round({ seconds, areApart, failure }, endedAtMs) {
      up.set(failure ? 0 : 1);
      rounds.inc({ outcome: failure?.phase ?? 'ok' });
      if (!failure) last.set(endedAtMs / 1_000);
      apart.set(areApart ? 1 : 0);
      for (const phase of PHASES) {
        const took = seconds.get(phase);
        // What was not come to has no time; the one before would lie.
        if (took === undefined) phases.remove({ phase });
        else phases.set({ phase }, took);
      }
    },
    turn(reports) {
      for (const transport of TURN_TRANSPORTS) {
        const report = reports.find((one) => one.transport === transport);
        if (!report) {
          turnUp.remove({ transport });
          turnSeconds.remove({ transport });
          continue;
        }
        turnUp.set({ transport }, report.seconds === undefined ? 0 : 1);
        if (report.seconds === undefined) turnSeconds.remove({ transport });
        else turnSeconds.set({ transport }, report.seconds);
      }
    },
    certificate: (daysLeft) => days.set(daysLeft),
  };
}
