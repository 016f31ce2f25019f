import rateLimit from '@fastify/rate-limit';
import type { IceConfig } from '@parley/shared/ice';
import type { FastifyInstance } from 'fastify';
import fp from 'fastify-plugin';
import { addressBlock } from '../transport/address-block.ts';

/** From one address, which may be a whole office's. */
const MOST_A_MINUTE = 120;

export interface IceServersOptions {
  readonly issue: () => IceConfig;
}

/** `/api/ice-servers`: what a client gets in `joined`, for a connection test. Limited, since credentials cost relaying. */
export const iceServers = fp(
  async (app: FastifyInstance, { issue }: IceServersOptions) => {
    await app.register(rateLimit, {
      global: false,
      keyGenerator: ({ ip }) => addressBlock(ip) ?? 'this machine',
    });
    app.get(
      '/api/ice-servers',
      { config: { rateLimit: { max: MOST_A_MINUTE, timeWindow: '1 minute' } } },
      async (_request, reply) => reply.header('cache-control', 'no-store').send({ type: 'ice', ...issue() }),
    );
  },
  { name: 'ice-servers' },
);
