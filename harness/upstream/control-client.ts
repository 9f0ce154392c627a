import { randomUUID } from 'node:crypto';
import { type Dispatcher, Pool } from 'undici';
import type { Observation } from '../core/evidence.ts';
import type { Address } from '../core/gateway.ts';
import { ProblemError } from '../core/problem.ts';
import type { Listening, PutName, PutUpstream, Refusal } from './control-protocol.ts';
import { lines } from './lines.ts';

/** How long the program may take over one request, in milliseconds; a frozen one never answers. */
const ANSWER_WITHIN = 5000;

/** The other end of an upstream program's control interface. */
export class UpstreamControl {
  readonly #pool: Pool;
  readonly #stop = new AbortController();
  readonly #listeners = new Set<(event: Observation) => void>();
  readonly #flushes = new Map<string, () => void>();
  /** What came before anyone listened. */
  #early: Observation[] = [];
  #ended = false;
  /** Resolves when the stream of observations has ended, with all that it still held. */
  #received: Promise<void> = Promise.resolve();

  private constructor(pool: Pool) {
    this.#pool = pool;
  }

  /** Connects to `HOST:PORT` and begins to receive observations, all since the program began. */
  static async connect(address: string): Promise<UpstreamControl> {
    const pool = new Pool(`http://${address}`, { headersTimeout: ANSWER_WITHIN, bodyTimeout: 0 });
    const control = new UpstreamControl(pool);
    const { body } = await pool.request({ method: 'GET', path: '/observations', signal: control.#stop.signal });
    control.#received = control.#receive(body);
    return control;
  }

  /** Makes, moves, stops or re-scripts an upstream. Rejects with a ProblemError where it cannot listen. */
  async put(name: string, request: PutUpstream): Promise<Listening> {
    return (await this.#ask('PUT', `/upstreams/${encodeURIComponent(name)}`, request)) as Listening;
  }

  /** Ends the `await-delivery` or `await-controller` of a connection; false where there is no such connection. */
  async release(name: string, connection: number): Promise<boolean> {
    const answer = await this.#ask('POST', `/upstreams/${encodeURIComponent(name)}/release`, { connection });
    return (answer as { released: boolean }).released;
  }

  /** Closes the upstream's listener and all its connections. */
  async remove(name: string): Promise<void> {
    await this.#ask('DELETE', `/upstreams/${encodeURIComponent(name)}`);
  }

  /** Starts the DNS server on UDP and TCP; resolves with its address. */
  async resolver(listen: Address): Promise<Address> {
    const { listen: bound } = (await this.#ask('PUT', '/resolver', { listen })) as Listening;
    return bound ?? listen;
  }

  /** Scripts a name of the resolver; its queries are observed as the upstream's. */
  async name(name: string, entry: PutName): Promise<void> {
    await this.#ask('PUT', `/names/${encodeURIComponent(name)}`, entry);
  }

  async removeName(name: string): Promise<void> {
    await this.#ask('DELETE', `/names/${encodeURIComponent(name)}`);
  }

  /** Tells a listener every observation from now on; the first listener also what came before it. */
  onObservation(listener: (event: Observation) => void): () => void {
    this.#listeners.add(listener);
    for (const event of this.#early.splice(0)) listener(event);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Resolves once all that the program has seen until now was told to the listeners; also when the program has died, since
   * nothing can follow then. Rejects when a program that lives does not answer.
   */
  async flush(): Promise<void> {
    if (this.#ended) return;
    const token = randomUUID();
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#flushes.set(token, resolve);
    const asked = this.#ask('POST', '/flush', { token }).catch(async (error) => {
      if (!isGone(error)) throw error;
      await this.#received;
    });
    await Promise.all([promise, asked]).finally(() => this.#flushes.delete(token));
  }

  /** Makes the program take memory, up to so many bytes, until it is killed for it; it cannot answer then. */
  async exhaust(bytes: number): Promise<void> {
    await this.#ask('POST', '/exhaust', { bytes }).catch((error) => {
      if (!isGone(error)) throw error;
    });
  }

  /** Stops listening. The program goes on; it has no part in this. */
  async close(): Promise<void> {
    this.#stop.abort();
    await this.#pool.destroy();
  }

  async #receive(body: AsyncIterable<Buffer>): Promise<void> {
    try {
      for await (const line of lines(body)) this.#take(JSON.parse(line));
    } catch {
      // The stream ends with the program, however it ended; whoever started it knows of its death.
    }
    this.#ended = true;
    for (const resolve of this.#flushes.values()) resolve();
  }

  #take(item: Observation | { readonly flush: string } | { readonly dropped: number }): void {
    if ('flush' in item) this.#flushes.get(item.flush)?.();
    else if ('dropped' in item) return;
    else if (this.#listeners.size === 0) this.#early.push(item);
    else for (const listener of this.#listeners) listener(item);
  }

  async #ask(method: Dispatcher.HttpMethod, path: string, body?: unknown): Promise<unknown> {
    const headers = { 'content-type': 'application/json' };
    const answer = await this.#pool.request({
      method,
      path,
      headers,
      body: body === undefined ? null : JSON.stringify(body),
    });
    const value = await answer.body.json();
    if (answer.statusCode === 200) return value;
    const { code, message } = (value as Refusal).error;
    const hint = code === 'EADDRINUSE' ? 'Something else listens there.' : undefined;
    throw new ProblemError(
      'environment',
      [{ code: 'upstream-refused', message: `${method} ${path}: ${message}`, hint }],
      {
        cause: Object.assign(new Error(message), { code }),
      },
    );
  }
}

/** Whether a request failed because nobody is there any more: its stream may still hold what the program said last. */
function isGone(error: unknown): boolean {
  return ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'UND_ERR_DESTROYED'].includes(
    String((error as { code?: unknown }).code),
  );
}
