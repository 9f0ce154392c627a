import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Address } from '../../harness/core/gateway.ts';

/** One request as a plain upstream saw it. */
export interface SeenRequest {
  readonly method: string;
  readonly target: string;
  readonly body: string;
  /** The ordinal of the connection that it came on, from 1. */
  readonly connection: number;
}

/** An upstream on node:http: the gateways' tests need one that has nothing in common with the faulty upstream. */
export interface PlainUpstream extends AsyncDisposable {
  /** What it answers with in X-Upstream: its address. */
  readonly name: string;
  readonly seen: readonly SeenRequest[];
  /** Resolves as soon as so many requests for /held wait for `release`. */
  untilHeld(count: number): Promise<void>;
  /** Answers all requests that wait. */
  release(): void;
}

/**
 * Starts one that answers 200 with its name at once, but /held only when told to. It closes on /dies as soon as the
 * request is read, and says of /?cache-control=VALUE what the value is.
 */
export async function startPlainUpstream({ host, port }: Address): Promise<PlainUpstream> {
  const name = `${host}:${port}`;
  const seen: SeenRequest[] = [];
  const held: ServerResponse[] = [];
  const ordinals = new Map<unknown, number>();
  const server = createServer(async (request, response) => {
    const { method = '', url: target = '', socket } = request;
    const body = await bodyOf(request);
    seen.push({ method, target, body, connection: ordinals.get(socket) ?? 0 });
    response.setHeader('x-upstream', name);
    const caching = new URL(target, 'http://test').searchParams.get('cache-control');
    if (caching !== null) response.setHeader('cache-control', caching);
    if (target === '/dies') {
      socket.destroy();
    } else if (target === '/held') {
      held.push(response);
      server.emit('held');
    } else {
      response.end(`hello from ${name}`);
    }
  });
  server.on('connection', (socket) => ordinals.set(socket, ordinals.size + 1));
  server.listen({ host, port });
  await once(server, 'listening');
  return {
    name,
    seen,
    async untilHeld(count) {
      while (held.length < count) await once(server, 'held');
    },
    release() {
      for (const response of held.splice(0)) response.end(`released by ${name}`);
    },
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  try {
    for await (const piece of request) pieces.push(piece);
  } catch {
    // The gateway went away within the body; what came until then is what was seen.
  }
  return Buffer.concat(pieces).toString();
}
