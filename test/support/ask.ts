import { type Agent, type IncomingHttpHeaders, request } from 'node:http';
import type { Address } from '../../harness/core/gateway.ts';

/** What to ask for; GET without a body unless said otherwise. */
export interface Question {
  readonly path: string;
  readonly method?: string | undefined;
  readonly body?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** An agent with keepAlive, to ask again on the same client connection; else each question opens one. */
  readonly agent?: Agent | undefined;
}

/** An answer, and how long it took in milliseconds. */
export interface Answer {
  readonly status: number;
  readonly upstream: string | undefined;
  /** Names in lower case. */
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly ms: number;
}

/** Sends one request with node:http and reads its answer to the end; rejects where the connection fails before that. */
export async function ask({ host, port }: Address, question: Question): Promise<Answer> {
  const { path, method = 'GET', body, agent } = question;
  const from = performance.now();
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const headers = { ...question.headers, ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }) };
  const sent = request({ host, port, path, method, headers, agent: agent ?? false }, async (response) => {
    const pieces: Buffer[] = [];
    try {
      for await (const piece of response) pieces.push(piece);
      resolve({
        status: response.statusCode ?? 0,
        upstream: response.headers['x-upstream']?.toString(),
        headers: response.headers,
        body: Buffer.concat(pieces).toString(),
        ms: performance.now() - from,
      });
    } catch (error) {
      reject(error);
    }
  });
  sent.on('error', reject);
  sent.end(body);
  return promise;
}
