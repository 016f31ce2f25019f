import { once } from 'node:events';
import { request as requestHttp } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { Deployment } from './deployment.ts';

const PATIENCE_MS = 5_000;

export interface HttpAnswer {
  readonly status: number;
  readonly location: string | undefined;
  readonly date: string | undefined;
}

/** What the page's host answers to a GET, without following where it leads. */
export async function lookOverHttps(deployment: Deployment, path: string): Promise<HttpAnswer> {
  const { host, httpsPort: port } = deployment.settings;
  const name = /[a-z]/i.test(host) ? { servername: host } : {};
  const headers = { host: deployment.authority };
  const common = { host: await deployment.addressOf(host), port, path, headers, agent: false };
  return answerTo(requestHttps({ ...common, rejectUnauthorized: false, ...name }));
}

export async function lookOverHttp(deployment: Deployment, path: string): Promise<HttpAnswer> {
  const { host, httpPort: port } = deployment.settings;
  const headers = { host: port === 80 ? host : `${host}:${port}` };
  return answerTo(requestHttp({ host: await deployment.addressOf(host), port, path, headers, agent: false }));
}

async function answerTo(request: ReturnType<typeof requestHttp>): Promise<HttpAnswer> {
  request.end();
  try {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const [response] = (await once(request, 'response', { signal })) as [IncomingMessage];
    response.resume();
    const { location, date } = response.headers;
    return { status: response.statusCode ?? 0, location, date };
  } finally {
    request.on('error', () => {});
    request.destroy();
  }
}
