import { get as getInClear } from 'node:http';
import { get as getOverTls } from 'node:https';
import type { Address } from './gateway.ts';

/** How long an answer may take before the question is given up, in milliseconds. */
const PATIENCE = 2000;

/** What to ask for; no `host` is the address itself. */
export interface Question {
  readonly path: string;
  readonly host?: string | null | undefined;
  readonly tls?: boolean | undefined;
}

/** The status with which an HTTP server answers a GET; null where it gives none. Nobody's certificate is verified. */
export function answerStatus({ host, port }: Address, question: Question): Promise<number | null> {
  const { promise, resolve } = Promise.withResolvers<number | null>();
  const get = question.tls ? getOverTls : getInClear;
  const headers = question.host ? { host: question.host } : {};
  const tls = { rejectUnauthorized: false, servername: question.host ?? '' };
  const options = { host, port, path: question.path, headers, agent: false, timeout: PATIENCE, ...tls } as const;
  const request = get(options, (answer) => {
    answer.resume();
    resolve(answer.statusCode ?? null);
  });
  request.once('timeout', () => request.destroy());
  request.once('error', () => resolve(null));
  return promise.finally(() => request.destroy());
}
