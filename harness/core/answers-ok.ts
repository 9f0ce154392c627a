import { get } from 'node:http';
import type { Address } from './gateway.ts';

/** How long an answer may take before the question is given up, in milliseconds. */
const PATIENCE = 2000;

/** Whether an HTTP server answers a GET for a path with 200. The connection is closed afterwards. */
export function answersOk({ host, port }: Address, path: string): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const request = get({ host, port, path, agent: false, timeout: PATIENCE }, (answer) => {
    answer.resume();
    resolve(answer.statusCode === 200);
  });
  request.once('timeout', () => request.destroy());
  request.once('error', () => resolve(false));
  return promise.finally(() => request.destroy());
}
