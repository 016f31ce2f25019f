import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import fp from 'fastify-plugin';

export const PAGE_HEADERS = {
  // The page needs nothing but its own files and its own signaling, and makes no markup from text. nginx says the same
  // (infra/nginx/snippets/security-headers.conf); a test holds the two together.
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; media-src 'self' blob:; " +
    "connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; " +
    "require-trusted-types-for 'script'; trusted-types 'none'",
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
      // `/check` is `check.html`, as behind nginx.
      extensions: ['html'],
      setHeaders(reply, path) {
        for (const [name, value] of Object.entries(PAGE_HEADERS)) void reply.header(name, value);
        // Files under assets/ carry a hash of their content in the name; everything else may change at any time.
        const hashed = path.includes('/assets/');
        void reply.header('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
      cacheControl: false,
    });
  },
  { name: 'web-page' },
);
