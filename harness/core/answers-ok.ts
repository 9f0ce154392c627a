import { answerStatus } from './answer-status.ts';
import type { Address } from './gateway.ts';

/** Whether an HTTP server answers a GET for a path with 200. The connection is closed afterwards. */
export async function answersOk(address: Address, path: string): Promise<boolean> {
  return (await answerStatus(address, { path })) === 200;
}
