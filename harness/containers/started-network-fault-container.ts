import { AbstractStartedContainer, type StopOptions, type StoppedTestContainer } from 'testcontainers';
import type { EffectPlace } from '../core/effect.ts';
import type { FaultParams } from '../core/fault-named.ts';
import { ProblemError } from '../core/problem.ts';
import { checkFault } from './check-fault.ts';

/** Where the helper's program listens, on the loopback of the namespace that it shares. */
export const CONTROL_PORT = 29_001;

/** How long the program may take to leave the namespace as it was, in milliseconds. */
const FAREWELL = 5000;

/** A port of a published container is out of reach of a helper in its namespace, so that the request is made within. */
const ASK = `const [method, path, body] = process.argv.slice(1);
const answer = await fetch('http://127.0.0.1:${CONTROL_PORT}' + path, { method, body });
console.log(JSON.stringify({ ok: answer.ok, value: await answer.json() }));`;

const REACH = { places: ['firewall', 'network', 'route'] satisfies EffectPlace[], elsewhere };

/** Which packets a fault hits: those of an IPv4 address, of a TCP port, of both; all that leave or enter without. */
export interface Whose {
  readonly address?: string | undefined;
  readonly port?: number | undefined;
}

/** A helper that breaks the network of a container; see NetworkFaultContainer. */
export class StartedNetworkFaultContainer extends AbstractStartedContainer {
  #armed: string | null = null;

  /**
   * Breaks the network from now on, in place of what was broken before: `firewall-drop`, `packet-loss` and the others that
   * `gatecrash faults` lists under firewall, routes and network. In the container of a server, say its `port`; in that of a
   * client, the `address` that it connects to. Routes need an address. Rejects with a
   * ProblemError where the fault is unknown, has wrong parameters, or is of another kind.
   */
  async set(name: string, params: FaultParams = {}, { address = '*', port }: Whose = {}): Promise<void> {
    const { request } = await checkFault(name, params, REACH);
    const key = port === undefined ? address : `${address}:${port}`;
    if (this.#armed !== null && this.#armed !== key) await this.clear();
    await this.#ask('PUT', key, request);
    this.#armed = key;
  }

  /** Mends the network, and gives the number of packets that the fault had hit: 0 means that nothing met it. */
  async clear(): Promise<number> {
    if (this.#armed === null) return 0;
    const { packets } = (await this.#ask('DELETE', this.#armed)) as { packets: number };
    this.#armed = null;
    return packets;
  }

  /** Leaves the network as it was found. */
  override stop(options?: Partial<StopOptions>): Promise<StoppedTestContainer> {
    return super.stop({ timeout: FAREWELL, ...options });
  }

  async #ask(method: string, key: string, body?: unknown): Promise<unknown> {
    const path = `/faults/${encodeURIComponent(key)}`;
    const args = [method, path, ...(body === undefined ? [] : [JSON.stringify(body)])];
    const { stdout, stderr } = await this.exec(['node', '--input-type=module', '--eval', ASK, ...args]);
    if (!stdout) throw failed('helper-failed', stderr.trim());
    const { ok, value } = JSON.parse(stdout) as { ok: boolean; value: { error?: { message: string; hint?: string } } };
    if (ok) return value;
    throw failed('fault-refused', [value.error?.message, value.error?.hint].filter(Boolean).join('; '));
  }
}

function elsewhere(place: EffectPlace): string {
  return place === 'dns' || place === 'resolver'
    ? 'in a Docker network the name of a container is answered by Docker'
    : 'it is made by the upstream itself; see FaultyUpstreamContainer';
}

function failed(code: string, message: string): ProblemError {
  return new ProblemError('environment', [{ code, message: `the network fault helper: ${message}` }]);
}
