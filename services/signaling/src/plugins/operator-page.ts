import type { FastifyInstance } from 'fastify';
import fp from 'fastify-plugin';
import type { Metrics } from './metrics.ts';

export interface OperatorPageOptions {
  readonly metrics: Pick<Metrics, 'registry'>;
}

/** `/metrics` in Prometheus's text format. Its listener is for the operator alone; no proxy exposes it. */
export const operatorPage = fp(
  async (app: FastifyInstance, { metrics }: OperatorPageOptions) => {
    app.get('/metrics', async (_request, reply) => {
      const text = await metrics.registry.metrics();
      return reply.type(metrics.registry.contentType).send(text);
    });
  },
  { name: 'operator-page' },
);
