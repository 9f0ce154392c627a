import { freshnessLifetime, initialAge } from './freshness.ts';
import { LIMITS } from './limits.ts';
import { isFreshFor, mayAnswerFromStore } from './may-answer-from.ts';
import { mayStore } from './may-store.ts';
import { Recording } from './recording.ts';
import type { RequestHead } from './request-parser.ts';
import type { ResponseFraming } from './response-framing.ts';
import type { ResponseHead } from './response-parser.ts';

/** Methods that change nothing (RFC 9110 section 9.2.1). */
const SAFE = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE']);

/** A whole response in the store. */
export interface StoredResponse {
  readonly head: ResponseHead;
  readonly content: Buffer;
  /** In seconds: how old it was when it came, and up to which age it is fresh. */
  readonly age: number;
  readonly lifetime: number;
  /** When it came, on the clock of performance.now(). */
  readonly receivedAt: number;
}

/** The cache of one listener, in memory (RFC 9111). What is not fresh is never used, so nothing is ever revalidated. */
export class Cache {
  readonly #entries = new Map<string, StoredResponse>();
  /** Counts what made entries invalid: a response that was asked for before is not stored after. */
  #invalidations = 0;

  /** A response that may answer the request, with its present age in seconds; null where there is none. */
  find(request: RequestHead): { readonly stored: StoredResponse; readonly age: number } | null {
    const stored = mayAnswerFromStore(request) ? this.#entries.get(keyOf(request)) : undefined;
    if (!stored) return null;
    const age = stored.age + (performance.now() - stored.receivedAt) / 1000;
    return isFreshFor(request, { age, lifetime: stored.lifetime }) ? { stored, age } : null;
  }

  /**
   * Takes note of a final response to a request that began at `startedAt`. A successful unsafe method makes what is
   * stored invalid (RFC 9111 section 4.4). Gives a recording to feed the body to where the response may be stored.
   */
  note(request: RequestHead, head: ResponseHead, framing: ResponseFraming, startedAt: number): Recording | null {
    const key = keyOf(request);
    if (!SAFE.has(request.method) && head.status < 400) {
      this.#entries.delete(key);
      this.#invalidations += 1;
    }
    if (!mayStore(request, head, framing)) return null;
    const receivedAt = performance.now();
    const age = initialAge(head.fields, (receivedAt - startedAt) / 1000);
    const lifetime = freshnessLifetime(head.fields);
    if (age >= lifetime) return null;
    const invalidations = this.#invalidations;
    return new Recording((content) => {
      if (invalidations === this.#invalidations) this.#put(key, { head, content, age, lifetime, receivedAt });
    });
  }

  #put(key: string, stored: StoredResponse): void {
    this.#entries.delete(key);
    this.#entries.set(key, stored);
    const [oldest] = this.#entries.keys();
    if (this.#entries.size > LIMITS.stored && oldest !== undefined) this.#entries.delete(oldest);
  }
}

/** Hosts are alike whatever their case (RFC 9110 section 4.2.3). */
function keyOf({ host, target }: RequestHead): string {
  return `${host?.toLowerCase() ?? ''} ${target}`;
}
