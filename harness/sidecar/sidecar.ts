import type { Probe } from '../core/arming.ts';
import type { Address } from '../core/gateway.ts';
import { type ArmedPackets, arm } from '../network/arm.ts';
import { type FilledQueue, fillAcceptQueue } from '../network/fill-accept-queue.ts';
import { type Key, parseKey } from '../network/key.ts';
import { outerDevices } from '../network/outer-devices.ts';
import { probe } from '../network/probe.ts';
import { type AddedRoute, answerFor, refuseRoute, routeVia } from '../network/route.ts';
import { installRules, removeRules } from '../network/rules.ts';
import { canShape, removeShaper } from '../network/shape.ts';
import type { ArmedFault, Disarmed, Half, QueueFilled, SidecarEffect, SidecarStatus } from './control-protocol.ts';
import { usageError } from './usage-error.ts';

/** A fault on one address. */
interface Standing {
  readonly effect: SidecarEffect;
  readonly armed: ArmedPackets;
}

/** All that a sidecar has changed in its network namespace. */
export class Sidecar {
  readonly #servicePort: number | null;
  readonly #faults = new Map<string, Standing>();
  /** The last change of each address, fault or queue: changes of one are made one after the other. */
  readonly #turns = new Map<string, Promise<unknown>>();
  readonly #addresses = new Map<string, AddedRoute>();
  readonly #routes = new Map<string, { readonly via: string; readonly route: AddedRoute }>();
  /** By `HOST:PORT`. */
  readonly #queues = new Map<string, FilledQueue>();
  readonly #started = Promise.withResolvers<void>();
  #devices: readonly string[] = [];
  #shaping: true | string = 'not started';

  /** `servicePort` is what `*` means; null for every packet. */
  constructor(servicePort: number | null) {
    this.#servicePort = servicePort;
  }

  /** Loads the rules, which spare the control port. Throws a ProblemError where this namespace does not allow them. */
  async start(controlPort: number): Promise<void> {
    await installRules({ output: true, exempt: [controlPort] });
    this.#devices = outerDevices();
    this.#shaping = await this.#canShape();
    this.#started.resolve();
  }

  /** Resolves once the rules are loaded: whoever asks before has to wait. */
  get started(): Promise<void> {
    return this.#started.promise;
  }

  /** Arms an effect on an address, in place of the one before; both halves of it unless one is named. */
  async set(address: string, effect: SidecarEffect, half: Half | null): Promise<ArmedFault> {
    parseKey(address);
    return await this.#inTurn(address, async () => {
      await this.#disarm(address);
      this.#faults.set(address, { effect, armed: await this.#arm(address, effect, half) });
      return { address, effect };
    });
  }

  /** Takes away what is armed on an address. */
  async clear(address: string): Promise<Disarmed> {
    parseKey(address);
    return await this.#inTurn(address, async () => ({ packets: await this.#disarm(address) }));
  }

  /** Connects from within this namespace, and says what it met. */
  async probe(address: Address): Promise<Probe> {
    return await probe(address);
  }

  /** Makes this namespace answer for every address of a prefix. */
  async answerFor(prefix: string): Promise<void> {
    await this.#inTurn(`address ${prefix}`, async () => this.#addresses.set(prefix, await answerFor(prefix)));
  }

  /** Sends packets for a prefix by way of a neighbour. */
  async routeVia(prefix: string, via: string): Promise<void> {
    await this.#inTurn(`route ${prefix}`, async () => {
      this.#routes.set(prefix, { via, route: await routeVia(prefix, via) });
    });
  }

  /** Takes and holds every place in a listener's accept queue. */
  async fillQueue(address: Address): Promise<QueueFilled> {
    const key = formatAddress(address);
    return await this.#inTurn(`queue ${key}`, async () => {
      this.#release(key);
      const queue = await fillAcceptQueue(address);
      this.#queues.set(key, queue);
      return { held: queue.held, probe: queue.probe };
    });
  }

  /** Gives the places in a listener's accept queue back, if any are held. */
  async releaseQueue(address: Address): Promise<void> {
    const key = formatAddress(address);
    await this.#inTurn(`queue ${key}`, async () => this.#release(key));
  }

  /** For a person who looks, and for a runtime that asks what can be done here. */
  async status(): Promise<SidecarStatus> {
    const faults = [...this.#faults.keys()].map((address) => this.#inTurn(address, () => this.#describe(address)));
    return {
      capabilities: { firewall: true, routes: true, shaping: this.#shaping },
      faults: Object.fromEntries((await Promise.all(faults)).flat()),
      addresses: [...this.#addresses.keys()],
      routes: Object.fromEntries([...this.#routes].map(([prefix, { via }]) => [prefix, via])),
      acceptQueues: Object.fromEntries([...this.#queues].map(([address, { held }]) => [address, held])),
    };
  }

  /** Leaves the namespace as it was found. */
  async end(): Promise<void> {
    for (const key of this.#queues.keys()) this.#release(key);
    await Promise.allSettled([...this.#faults.keys()].map((address) => this.clear(address)));
    const routes = [...this.#addresses.values(), ...[...this.#routes.values()].map(({ route }) => route)];
    await Promise.allSettled([
      ...routes.map((route) => route.remove()),
      removeRules(),
      ...this.#devices.map((device) => removeShaper(device)),
    ]);
  }

  async #arm(address: string, effect: SidecarEffect, half: Half | null): Promise<ArmedPackets> {
    if (effect.place === 'route') return await this.#refuse(parseKey(address), effect);
    const whose = address === '*' && this.#servicePort !== null ? `*:${this.#servicePort}` : address;
    const to = half !== 'from';
    return await arm(whose, effect, { to, from: half !== 'to', devices: to ? this.#devices : [] });
  }

  async #canShape(): Promise<true | string> {
    const answers = await Promise.all(this.#devices.map((device) => canShape(device)));
    return answers.find((answer) => answer !== true) ?? true;
  }

  async #refuse({ host, port }: Key, { type }: Extract<SidecarEffect, { place: 'route' }>): Promise<ArmedPackets> {
    if (host === null || port !== null) throw usageError('wrong-address', 'a route is for one address, without a port');
    const route = await refuseRoute(host, type);
    // No packet is made where the routing table says no, so there is none to count.
    const hits = async () => 0;
    const disarm = async () => {
      await route.remove();
      return { packets: 0 };
    };
    return { hits, disarm };
  }

  /** Nothing where it was taken away meanwhile. */
  async #describe(address: string) {
    const standing = this.#faults.get(address);
    if (!standing) return [];
    const { effect, armed } = standing;
    return [[address, { effect, packets: await armed.hits() }] as const];
  }

  async #disarm(address: string): Promise<number> {
    const standing = this.#faults.get(address);
    this.#faults.delete(address);
    return standing ? (await standing.armed.disarm()).packets : 0;
  }

  #release(key: string): void {
    this.#queues.get(key)?.release();
    this.#queues.delete(key);
  }

  async #inTurn<Result>(key: string, change: () => Promise<Result>): Promise<Result> {
    const before = this.#turns.get(key) ?? Promise.resolve();
    const turn = before.then(change, change);
    this.#turns.set(key, turn);
    try {
      return await turn;
    } finally {
      if (this.#turns.get(key) === turn) this.#turns.delete(key);
    }
  }
}

function formatAddress({ host, port }: Address): string {
  return `${host}:${port}`;
}
