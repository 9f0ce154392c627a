import type { Exchange } from './exchange.ts';
import { RequestRefused } from './failures.ts';
import { without } from './fields.ts';
import { wantsStoredOnly } from './may-answer-from.ts';
import { mayKeepClient } from './persistence.ts';
import { responseHead } from './response-writer.ts';

/**
 * Answers from the cache, with the response's age (RFC 9111 section 5.1): true. False where it holds no answer. Rejects
 * with ClientGone, and with RequestRefused (504) where the client wants nothing else (section 5.2.1.7).
 */
export async function answerFromCache(exchange: Exchange): Promise<boolean> {
  const { cache, client, request } = exchange;
  if (!cache) return false;
  const found = cache.find(request);
  if (!found) {
    if (wantsStoredOnly(request)) throw new RequestRefused(504, 'Nothing fresh is stored.');
    return false;
  }
  const { head, content } = found.stored;
  const fields = [...without(head.fields, new Set(['age'])), ['Age', String(Math.floor(found.age))] as const];
  exchange.begun = 'length';
  exchange.keep = mayKeepClient(exchange);
  const side = { framing: exchange.begun, length: content.length, keep: exchange.keep };
  await client.send(Buffer.concat([responseHead({ ...head, fields }, side), content]));
  return true;
}
