import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { stringify } from 'yaml';
import { callsDashboard } from './calls-dashboard.ts';
import { dashboardJson } from './dashboard.ts';
import type { Dashboard } from './dashboard.ts';
import { partsDashboard } from './parts-dashboard.ts';
import { alertRules } from './rules.ts';

/** The folder of what Prometheus and Grafana are given. */
export const FOLDER = fileURLToPath(new URL('../../infra/observability/', import.meta.url));

export const DASHBOARDS: readonly Dashboard[] = [callsDashboard, partsDashboard];

const MADE = '# Made by `make dashboards` from tests/observability; a test fails where it was not.\n';

/** Every generated file, by its name in the folder. */
export async function files(): Promise<Readonly<Record<string, string>>> {
  const dashboards = DASHBOARDS.map(async (dashboard): Promise<[string, string]> => [
    `grafana/dashboards/${dashboard.uid}.json`,
    await tidy(JSON.stringify(dashboardJson(dashboard)), 'json'),
  ]);
  return {
    ...Object.fromEntries(await Promise.all(dashboards)),
    'alerts.yml': MADE + (await tidy(stringify(alertRules()), 'yaml')),
  };
}

async function tidy(text: string, parser: 'json' | 'yaml'): Promise<string> {
  return format(text, { ...(await resolveConfig(FOLDER)), parser });
}
