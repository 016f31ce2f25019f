import { afterAll, beforeAll } from 'vitest';
import { startEmbedded } from '../support/embedded-process.ts';
import type { EmbeddedProcess } from '../support/embedded-process.ts';
import { protocolSuite } from './protocol-suite.ts';

let server: EmbeddedProcess;

beforeAll(async () => {
  server = await startEmbedded();
});

afterAll(async () => {
  await server.stop();
});

protocolSuite('one process with its rooms in memory', () => server);
