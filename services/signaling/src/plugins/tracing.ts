import { FastifyOtelInstrumentation } from '@fastify/otel';
import { ROOT_CONTEXT, SpanStatusCode, TraceFlags, trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import type { FastifyInstance } from 'fastify';
import type { VisitTracer } from '../signaling/visit-tracer.ts';

// This file and all that it takes is loaded only where OTEL_EXPORTER_OTLP_ENDPOINT is set.

export interface Tracing extends VisitTracer {
  /** Makes a span of each request by HTTP. To be called before there are routes. */
  watch(app: FastifyInstance): Promise<void>;
  /** Hands over what there is, and ends. */
  close(): Promise<void>;
}

/** Asked every few seconds, and a WebSocket is no request that comes to an end. */
const UNWATCHED = new Set(['/healthz', '/readyz', '/ws']);

/** Hands spans to a collector at `endpoint` (OpenTelemetry, OTLP over HTTP). */
export function startTracing(
  endpoint: string,
  { node, version }: { node: string; version: string },
): Tracing {
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/$/, '')}/v1/traces` });
  const provider = new TracerProvider({
    resource: resourceFromAttributes({
      'service.name': 'parley-signaling',
      'service.version': version,
      'service.instance.id': node,
    }),
    spanProcessors: [new BatchSpanProcessor({ exporter })],
  });
  const tracer = provider.getTracer('parley');
  return {
    async watch(app) {
      const instrumentation = new FastifyOtelInstrumentation({
        ignorePaths: ({ url }) => UNWATCHED.has(pathOf(url)),
        instrumentHooks: false,
        instrumentHandler: false,
        recordExceptions: false,
        // By itself it tells the query too, where a room's name may stand.
        requestHook: (span, request) => void span.setAttribute('url.path', pathOf(request.url)),
      });
      instrumentation.setTracerProvider(provider);
      await app.register(instrumentation.plugin());
    },
    asked(request, traceId, seconds, outcome) {
      // The visit has no span of its own, as nobody knows when it ends; all of its requests are children of its id.
      const visit = { traceId, spanId: traceId.slice(0, 16), traceFlags: TraceFlags.SAMPLED, isRemote: true };
      const parent = trace.setSpanContext(ROOT_CONTEXT, visit);
      const now = Date.now();
      const span = tracer.startSpan(
        request,
        { startTime: now - seconds * 1000, attributes: { outcome } },
        parent,
      );
      if (outcome !== 'ok') span.setStatus({ code: SpanStatusCode.ERROR, message: outcome });
      span.end(now);
    },
    close: () => provider.shutdown(),
  };
}

function pathOf(url: string): string {
  return url.split('?', 1)[0] ?? '';
}
