import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Address } from '../core/gateway.ts';
import { messageOf, ProblemError } from '../core/problem.ts';
import { sendJson } from '../core/send-json.ts';
import { Refused } from '../upstream/refused.ts';
import { type Controlled, UP_ROUTES } from './control-routes.ts';
import type { Story } from './story.ts';

/** What is asked for is a name or a line; more than this is a mistake. In octets. */
const LONGEST = 64 * 1024;

/** A control API at work; disposing of it ends all its connections and frees the port. */
export interface ControlServer extends Disposable {
  readonly address: Address;
}

/**
 * Serves the control API on 127.0.0.1; port 0 for any free one.
 *
 * @throws {ProblemError} environment: the port cannot be had
 */
export async function serveControl(controlled: Controlled, story: Story, port: number): Promise<ControlServer> {
  const server = createServer((request, response) => void answer(controlled, story, request, response));
  await listening(server, port);
  const address = { host: '127.0.0.1', port: (server.address() as { port: number }).port };
  return {
    address,
    [Symbol.dispose]: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function listening(server: Server, port: number): Promise<void> {
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  } catch (error) {
    const message = `the control API cannot listen on 127.0.0.1:${port}: ${messageOf(error)}`;
    const hint = 'leave --control out for a port that is free';
    throw new ProblemError('environment', [{ code: 'control-port', message, hint }]);
  }
}

async function answer(
  controlled: Controlled,
  story: Story,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    keepPagesOut(request);
    const pathname = request.url?.split('?')[0] ?? '/';
    if (request.method === 'GET' && pathname === '/observations') return stream(story, response);
    sendJson(response, 200, await dispatch(controlled, request, pathname));
  } catch (error) {
    const { status, code } = error instanceof Refused ? error : { status: 409, code: 'failed' };
    sendJson(response, status, { error: { code, message: messageOf(error) } });
  }
}

async function dispatch(controlled: Controlled, request: IncomingMessage, pathname: string): Promise<unknown> {
  for (const { method, path, handle } of UP_ROUTES) {
    const match = method === request.method ? path.exec(pathname) : null;
    if (!match) continue;
    const asked = { name: decoded(match[1] ?? ''), body: await bodyOf(request), host: request.headers.host ?? '' };
    return await handle(controlled, asked);
  }
  throw new Refused(404, 'not-found', `there is no ${request.method} ${pathname}: GET / tells what there is`);
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/** A page in somebody's browser can reach 127.0.0.1, too; its requests say where they come from, and curl's do not. */
function keepPagesOut({ headers }: IncomingMessage): void {
  const host = headers.host?.replace(/:\d+$/, '') ?? '';
  if (headers.origin !== undefined || !['127.0.0.1', 'localhost'].includes(host))
    throw new Refused(403, 'not-for-pages', 'this is for programs of this machine, not for pages in a browser');
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length <= LONGEST) chunks.push(chunk);
  }
  if (length > LONGEST) throw new Refused(413, 'too-large', `a body is at most ${LONGEST} octets`);
  return Buffer.concat(chunks).toString();
}

function stream(story: Story, response: ServerResponse): void {
  response.writeHead(200, { 'Content-Type': 'application/x-ndjson' });
  response.flushHeaders();
  response.on(
    'close',
    story.follow((line) => response.write(`${JSON.stringify(line)}\n`)),
  );
}
