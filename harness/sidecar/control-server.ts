import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Address } from '../core/gateway.ts';
import { ProblemError, problemsOf } from '../core/problem.ts';
import { sendJson } from '../core/send-json.ts';
import { CONTROL_ROUTES } from './control-routes.ts';
import type { Sidecar } from './sidecar.ts';
import { usageError } from './usage-error.ts';

/** Serves a sidecar's control interface; resolves with its address once it listens. */
export async function serveControl(sidecar: Sidecar, listen: Address): Promise<Address> {
  // The controller's pool closes idle connections itself; a server that did so too would race with its next request.
  const server = createServer({ keepAliveTimeout: 0, requestTimeout: 0 }, (request, response) => {
    void answer(sidecar, request, response);
  });
  server.listen(listen.port, listen.host);
  await once(server, 'listening');
  const address = server.address();
  return { host: listen.host, port: typeof address === 'object' && address ? address.port : listen.port };
}

async function answer(sidecar: Sidecar, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    await sidecar.started;
    sendJson(response, 200, (await dispatch(sidecar, request)) ?? {});
  } catch (error) {
    const status = error instanceof ProblemError && error.blame === 'usage' ? statusOf(error) : 409;
    const [problem] = problemsOf(error);
    sendJson(response, status, { error: { code: problem?.code, message: problem?.message, hint: problem?.hint } });
  }
}

async function dispatch(sidecar: Sidecar, request: IncomingMessage): Promise<unknown> {
  const { pathname, searchParams: query } = new URL(request.url ?? '/', 'http://control');
  for (const { method, path, handle } of CONTROL_ROUTES) {
    const match = method === request.method ? path.exec(pathname) : null;
    if (match) return await handle(sidecar, { address: decode(match[1] ?? ''), query, body: await text(request) });
  }
  throw usageError('not-found', `there is no ${request.method} ${pathname}`);
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw usageError('wrong-address', `"${part}" is not URL-encoded`);
  }
}

function statusOf({ problems: [problem] }: ProblemError): 400 | 404 {
  return problem?.code === 'not-found' ? 404 : 400;
}
