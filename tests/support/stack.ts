// The Compose stack of the e2e run.
import { composeStack } from './compose-stack.ts';

export type { Stack } from './compose-stack.ts';

/** Its name, to Compose. */
export const project = 'parley-e2e';

export const {
  stack,
  compose,
  docker,
  runScript,
  scaleSignaling,
  containersOf,
  metricsOf,
  containerOfNode,
  redisCli,
  up,
  down,
} = composeStack({
  project,
  // Below the range from which Linux takes ports by itself, so that no passing socket holds one of them.
  ports: { https: 20_443, http: 20_080, turn: 20_478, turnTls: 20_349, relayMin: 21_000, relayMax: 21_099 },
  // A stopped node has its clients gone in so long; they have somewhere to go.
  env: { DRAIN_TIMEOUT_MS: '3000' },
});
