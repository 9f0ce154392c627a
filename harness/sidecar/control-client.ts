import { type Dispatcher, Pool } from 'undici';
import type { Probe } from '../core/arming.ts';
import type { Address } from '../core/gateway.ts';
import { ProblemError } from '../core/problem.ts';
import type {
  ArmedFault,
  Disarmed,
  Half,
  QueueFilled,
  Refusal,
  SidecarEffect,
  SidecarStatus,
} from './control-protocol.ts';

/** How long the program may take over one request, in milliseconds: filling a queue of 4096 takes a second or two. */
const ANSWER_WITHIN = 10_000;

/** The other end of a sidecar's control interface. Every method rejects with a ProblemError where the sidecar refuses. */
export class SidecarControl {
  readonly #pool: Pool;

  /** `address` is `HOST:PORT`; nothing is sent before the first method is called. */
  constructor(address: string) {
    this.#pool = new Pool(`http://${address}`, { headersTimeout: ANSWER_WITHIN });
  }

  async status(): Promise<SidecarStatus> {
    return (await this.#ask('GET', '/')) as SidecarStatus;
  }

  /**
   * Arms an effect, in place of the one before, on `198.18.3.4`, `198.18.3.4:3000`, `*` or `*:3000`; both halves of it unless
   * one is named.
   */
  async arm(address: string, effect: SidecarEffect, half?: Half): Promise<ArmedFault> {
    const query = half === undefined ? '' : `?half=${half}`;
    return (await this.#ask('PUT', `/faults/${encodeURIComponent(address)}${query}`, effect)) as ArmedFault;
  }

  /** Arms a fault of the catalogue by its name, with parameters as in YAML: `{ percent: 10 }`. */
  async armFault(address: string, fault: string, params: Readonly<Record<string, unknown>> = {}): Promise<ArmedFault> {
    return (await this.#ask('PUT', `/faults/${encodeURIComponent(address)}`, { ...params, fault })) as ArmedFault;
  }

  /** Takes away what is armed on an address, and says how many packets it had hit. */
  async disarm(address: string): Promise<Disarmed> {
    return (await this.#ask('DELETE', `/faults/${encodeURIComponent(address)}`)) as Disarmed;
  }

  /** Connects from within the sidecar's namespace, and says what it met. */
  async probe(address: Address): Promise<Probe> {
    return (await this.#ask('POST', '/probe', address)) as Probe;
  }

  /** Fills the accept queue of a listener whose process is stopped, and holds it full. */
  async fillAcceptQueue(address: Address): Promise<QueueFilled> {
    return (await this.#ask('POST', '/accept-queue', address)) as QueueFilled;
  }

  /** Gives the places in an accept queue back. */
  async releaseAcceptQueue(address: Address): Promise<void> {
    await this.#ask('DELETE', '/accept-queue', address);
  }

  /** Makes the sidecar's namespace answer for every address of a prefix, such as 198.18.0.0/16. */
  async answerFor(prefix: string): Promise<void> {
    await this.#ask('PUT', '/addresses', { prefix });
  }

  /** Makes the sidecar's namespace send packets for a prefix by way of a neighbour. */
  async routeVia(prefix: string, via: string): Promise<void> {
    await this.#ask('PUT', '/routes', { prefix, via });
  }

  /** Closes the connections to the sidecar, which goes on. */
  async close(): Promise<void> {
    await this.#pool.destroy();
  }

  async #ask(method: Dispatcher.HttpMethod, path: string, body?: unknown): Promise<unknown> {
    const answer = await this.#pool.request({
      method,
      path,
      headers: { 'content-type': 'application/json' },
      body: body === undefined ? null : JSON.stringify(body),
    });
    const value = await answer.body.json();
    if (answer.statusCode === 200) return value;
    const { code, message, hint } = (value as Refusal).error;
    const blame = answer.statusCode < 409 ? 'usage' : 'environment';
    throw new ProblemError(blame, [{ code, message: `${method} ${path}: ${message}`, hint }]);
  }
}
