import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Address } from '../core/gateway.ts';
import { createServer } from '../core/node-http.ts';
import { messageOf } from '../core/problem.ts';
import { sendJson } from '../core/send-json.ts';
import { CONTROL_ROUTES } from './control-routes.ts';
import type { Program } from './program.ts';
import { Refused } from './refused.ts';

/** Serves a program's control interface; resolves with its address once it listens. */
export async function serveControl(program: Program, listen: Address): Promise<Address> {
  // The controller's pool closes idle connections itself; a server that did so too would race with its next request.
  const server = createServer({ keepAliveTimeout: 0, requestTimeout: 0 }, (request, response) => {
    void answer(program, request, response);
  });
  server.listen(listen.port, listen.host);
  await once(server, 'listening');
  const address = server.address();
  return { host: listen.host, port: typeof address === 'object' && address ? address.port : listen.port };
}

async function answer(program: Program, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', 'http://control');
  if (request.method === 'GET' && pathname === '/observations') return stream(program, response);
  try {
    sendJson(response, 200, (await dispatch(program, request, response, pathname)) ?? {});
  } catch (error) {
    const { status, code } = error instanceof Refused ? error : { status: 409, code: errnoOf(error) };
    sendJson(response, status, { error: { code, message: messageOf(error) } });
  }
}

async function dispatch(
  program: Program,
  request: IncomingMessage,
  response: ServerResponse,
  pathname: string,
): Promise<unknown> {
  const answered = new Promise((resolve) => response.once('finish', resolve));
  for (const { method, path, handle } of CONTROL_ROUTES) {
    const match = method === request.method ? path.exec(pathname) : null;
    if (!match) continue;
    const name = decodeURIComponent(match[1] ?? '');
    return handle(program, { name, body: await text(request), host: request.headers.host ?? '', answered });
  }
  throw new Refused(404, 'not-found', `there is no ${request.method} ${pathname}`);
}

function stream(program: Program, response: ServerResponse): void {
  response.writeHead(200, { 'Content-Type': 'application/x-ndjson' });
  response.flushHeaders();
  response.on('close', program.log.follow(inBatches(response)));
}

/**
 * Writes all that comes in one turn of the event loop at once: a system call a line would be most of the work under load. Before
 * octets leave, what led to them has left.
 */
function inBatches(response: ServerResponse): (line: string, pressing?: boolean) => void {
  const uncork = () => {
    if (response.writableCorked > 0) response.uncork();
  };
  return (line, pressing = false) => {
    if (response.writableCorked === 0) {
      response.cork();
      setImmediate(uncork);
    }
    response.write(line);
    if (pressing) uncork();
  };
}

function errnoOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'failed';
}
