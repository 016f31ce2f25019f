import rateLimit from '@fastify/rate-limit';
import type { IceConfig } from '@parley/shared/ice';
import type { FastifyInstance } from 'fastify';
import fp from 'fastify-plugin';

export interface IceServersOptions {
  readonly issue: () => IceConfig;
}

/** `/api/ice-servers`: what a client gets in `joined`, for a connection test. Limited, since credentials cost relaying. */
export const iceServers = fp(
  async (app: FastifyInstance, { issue }: IceServersOptions) => {
    await app.register(rateLimit, { global: false });
    app.get(
      '/api/ice-servers',
      { config: { rateLimit: { max: 30, timeWindow: '1 minute' } } },
      async (_request, reply) => reply.header('cache-control', 'no-store').send({ type: 'ice', ...issue() }),
    );
  },
  { name: 'ice-servers' },
);
