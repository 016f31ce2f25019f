// The arrows of the house: a part may use what stands below it, never what stands above.
const SIGNALING = 'services/signaling/src/';
const above = (name, path, forbidden, why, pathNot) => ({
  name,
  comment: why,
  severity: 'error',
  from: pathNot ? { path, pathNot } : { path },
  to: { path: forbidden },
});
const library = (name, libraries, allowed, why) => ({
  name,
  comment: why,
  severity: 'error',
  from: { path: '^(services|packages)/', pathNot: allowed },
  to: { path: `node_modules/(${libraries})/`, dependencyTypesNot: ['npm-no-pkg'] },
});

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-unknown',
      comment: 'An import that resolves to nothing.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    above(
      'shared-imports-nothing-of-ours',
      '^packages/shared/',
      '^(packages/(client|mock-server)|services)/',
      'the protocol knows nobody',
    ),
    above(
      'the-mock-server-is-for-tests',
      '^(packages/client|services)/',
      '^packages/mock-server/',
      'what runs must not need it',
      '\\.test\\.ts$',
    ),
    above(
      'the-mock-server-knows-the-protocol-only',
      '^packages/mock-server/',
      '^(packages/client|services)/',
      'a mock that shares the code of what it stands for shares its faults',
    ),
    above(
      'client-is-free-of-page-and-node',
      '^packages/client/',
      '^services/',
      'others will use the library without them',
    ),
    above(
      'web-and-node-are-strangers',
      '^services/web/',
      '^services/signaling/',
      'they share the protocol only',
    ),
    above(
      'node-and-web-are-strangers',
      '^services/signaling/',
      '^(services/web|packages/client)/',
      'they share the protocol only',
    ),
    above(
      'the-doctor-knows-the-protocol-only',
      '^services/doctor/',
      '^(services/(signaling|web)|packages/(client|mock-server))/',
      'it meets a deployment from the outside, as its users do',
    ),
    above('nobody-imports-main', '.*', `^${SIGNALING}(main|token)\\.ts$`, 'they are the process edge'),
    above(
      'only-main-imports-app',
      `^${SIGNALING}(?!main\\.ts$)`,
      `^${SIGNALING}app\\.ts$`,
      'app is the composition root',
    ),
    above(
      'signaling-knows-ports-only',
      `^${SIGNALING}signaling/`,
      `^${SIGNALING}(plugins|transport|redis|config|store\\.ts|admission/(?!gatekeeper\\.ts)|membership/(memory|redis)-|relay/(memory|redis)-)`,
      'signaling must not know sockets, stores or settings by name',
      // A unit test may take the memory mode, which is shipped.
      '\\.test\\.ts$',
    ),
    above(
      'adapters-do-not-look-up',
      `^${SIGNALING}(membership|relay|redis|ice|admission)/`,
      `^${SIGNALING}(signaling|transport|plugins|config|store\\.ts)`,
      'arrows point down only',
    ),
    above(
      'transport-does-not-look-up',
      `^${SIGNALING}transport/`,
      `^${SIGNALING}(plugins|config|redis|store\\.ts)`,
      'arrows point down only',
    ),
    library(
      'ws-stays-in-transport',
      '@types/ws|ws|@fastify/websocket',
      `^(${SIGNALING}transport/|packages/mock-server/|services/doctor/)`,
      'one place of the node knows ws',
    ),
    library(
      'ioredis-stays-in-its-adapters',
      'ioredis',
      `^${SIGNALING}(redis/|(membership|relay)/redis-)`,
      'one place knows Redis',
    ),
    library(
      'prom-client-stays-in-metrics',
      'prom-client|@prometheus-io/client',
      `^(${SIGNALING}plugins/|services/doctor/src/probe/)`,
      'the rest tells an observer',
    ),
    library(
      'jose-stays-in-admission',
      'jose',
      `^${SIGNALING}admission/`,
      'one place knows how tokens are signed',
    ),
    library(
      'otel-stays-in-tracing',
      '@opentelemetry/.*|@fastify/otel',
      `^${SIGNALING}plugins/tracing\\.ts$`,
      'it is loaded where it is asked for alone',
    ),
    library(
      'fastify-stays-outside',
      'fastify|@fastify/.*|fastify-plugin',
      `^${SIGNALING}(app\\.ts|main\\.ts|plugins/|transport/)`,
      'signaling knows no web server',
    ),
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/' },
    enhancedResolveOptions: {
      conditionNames: ['parley:source', 'import', 'types', 'default', 'node'],
      exportsFields: ['exports'],
      extensions: ['.ts', '.tsx', '.js', '.d.ts'],
    },
  },
};
