import type { ClientConnection } from '../client/client-connection.ts';
import { openThrough } from '../client/open-through.ts';
import type { Exchange } from '../core/evidence.ts';
import type { Address, Way } from '../core/gateway.ts';
import { onTheWay, upstreamOf } from '../core/on-the-way.ts';
import { allSteps, type RequestSpec, type Variant } from '../core/scenario.ts';

/** Where requests go, and how long an answer is waited for. */
export interface SenderOptions {
  readonly listen: Address;
  readonly way: Way;
  /** In milliseconds. */
  readonly patience: number;
  readonly signal: AbortSignal;
}

/** The client of the tool itself: sends exact requests, and reads the answers as a run does. */
export class Sender implements Disposable {
  readonly #options: SenderOptions;
  readonly #kept = new Map<string, ClientConnection>();
  #connections = 0;
  #requests = 0;

  constructor(options: SenderOptions) {
    this.#options = options;
  }

  /** Sends one request, on its client's kept connection unless it asks for a new one. Rejects when the signal ends it. */
  async send(request: RequestSpec): Promise<Exchange> {
    const { way, patience, signal } = this.#options;
    this.#requests += 1;
    return await this.#connection(request).exchange({
      ...request,
      target: onTheWay(request.target, way),
      phase: 'steps',
      id: `up-${this.#requests}`,
      upstream: upstreamOf(request.target),
      fault: null,
      step: '',
      deadlineMs: patience,
      signal,
    });
  }

  [Symbol.dispose](): void {
    for (const connection of this.#kept.values()) connection.destroy();
  }

  #connection({ client, fresh }: RequestSpec): ClientConnection {
    const kept = this.#kept.get(client);
    if (kept?.usable && !fresh) return kept;
    kept?.destroy();
    const { listen, way } = this.#options;
    this.#connections += 1;
    const connection = openThrough(listen, way, client, this.#connections);
    this.#kept.set(client, connection);
    return connection;
  }
}

/** The requests of the scenario's own steps, each once, in their order. */
export function requestsOf({ steps }: Variant): RequestSpec[] {
  return allSteps(steps).flatMap((step) => {
    if (step.kind === 'request' || step.kind === 'until') return [step.request];
    return step.kind === 'load' ? [step.load.request] : [];
  });
}
