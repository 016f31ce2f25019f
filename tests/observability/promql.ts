import { parser } from '@prometheus-io/lezer-promql';

/** The series that an expression of PromQL asks for. Throws where it is none. */
export function seriesIn(expr: string): string[] {
  const found: string[] = [];
  parser.parse(expr).iterate({
    enter({ type, from, to }) {
      if (type.isError) throw new Error(`no PromQL, at character ${from}: ${expr}`);
      if (type.name === 'Identifier' || type.name === 'MetricIdentifier') found.push(expr.slice(from, to));
    },
  });
  return [...new Set(found)];
}
