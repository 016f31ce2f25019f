import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import fp from 'fastify-plugin';

const HEADERS = {
  // The page needs nothing but its own files and its own signaling.
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; " +
    "connect-src 'self' ws: wss:; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'permissions-policy': 'camera=(self), microphone=(self), display-capture=(self), geolocation=()',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
} as const;

export interface WebPageOptions {
  /** Folder of the built page. */
  readonly root: string;
}

/** The call page at `/`, for a node that runs alone; in the Compose stack nginx serves it. */
export const webPage = fp(
  async (app: FastifyInstance, { root }: WebPageOptions) => {
    await app.register(fastifyStatic, {
      root,
      wildcard: true,
      setHeaders(reply, path) {
        for (const [name, value] of Object.entries(HEADERS)) void reply.header(name, value);
        // Files under assets/ carry a hash of their content in the name; everything else may change at any time.
        const hashed = path.includes('/assets/');
        void reply.header('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
      cacheControl: false,
    });
  },
  { name: 'web-page' },
);
