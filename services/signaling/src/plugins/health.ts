import type { FastifyInstance } from 'fastify';
import fp from 'fastify-plugin';

export interface HealthOptions {
  /** Undefined when the node can take clients; otherwise why not. */
  readonly notReady: () => string | undefined;
}

/** `/healthz`: the process serves. `/readyz`: it can take clients, or why not. */
export const health = fp(
  async (app: FastifyInstance, { notReady }: HealthOptions) => {
    app.get('/healthz', async () => ({ status: 'ok' }));
    app.get('/readyz', async (_request, reply) => {
      const reason = notReady();
      return reason === undefined
        ? { status: 'ready' }
        : reply.code(503).send({ status: 'not ready', reason });
    });
  },
  { name: 'health' },
);
