import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Case, type Room, slotKind } from '../../core/case.ts';
import type { Timeouts } from '../../core/evidence.ts';
import { type FixedPlaces, type GatewaySetup, type Launch, OWN_WAY, type Slot } from '../../core/gateway.ts';
import { hasLoad } from '../../core/has-load.ts';
import { slotUpstreams } from '../../core/slot-upstreams.ts';
import { timesAsked } from '../../core/times-of.ts';
import { type Authority, TLS_NAME, type TlsTrust } from '../../core/tls.ts';
import { issueClient } from '../../upstream/tls/issue-client.ts';
import { makeAuthority } from '../../upstream/tls/make-authority.ts';
import { revocationLists } from '../../upstream/tls/revocation-lists.ts';
import { certify } from './certify.ts';
import { FixedTurn } from './fixed-turn.ts';
import { GatewayInstance } from './gateway-instance.ts';
import type { FixedSlot, Ground } from './ground.ts';
import { holdingsOf } from './holdings.ts';
import { byAddress, byName, type LendableSlot } from './lendable-slot.ts';
import { LentDeployment } from './lent-deployment.ts';
import { openUpstreams } from './open-upstreams.ts';

/** What a worker is told of a gateway. */
export interface GatewayFacts {
  readonly program: string;
  readonly version: string;
  readonly slots: number;
  readonly timeouts: Timeouts;
  /** How long a client waits for the end of an exchange, in milliseconds. */
  readonly patience: number;
  /** Given where its configuration says where it listens and whom it asks. */
  readonly fixed?: FixedPlaces | undefined;
}

/** What a lender works with. */
export interface LenderOptions {
  readonly dir: string;
  readonly ground: Ground;
  facts(gateway: string): GatewayFacts;
  /** Computes what to start; plug-ins live in the main process, and what they say is plain data. */
  launch(gateway: string, setup: GatewaySetup): Promise<Launch>;
}

/** How a gateway is lent. */
export interface LendOptions {
  /** An instance of its own, which is stopped at the end. */
  readonly alone: boolean;
  readonly twin: boolean;
  /** Every upstream in a process of its own, whatever the case does to it. */
  readonly struck?: boolean | undefined;
}

/** A running instance and the slots of it that nobody has had yet, by kind. */
interface Stock {
  readonly instance: GatewayInstance;
  readonly fresh: ReadonlyMap<string, LendableSlot[]>;
  inUse: number;
}

/** Slots of an instance where nobody says how many will be needed: a start costs less than a large blast radius. */
const MOST_SLOTS = 64;

/**
 * Lends gateways. A slot is lent once and never again, so that no case can meet a pooled connection, a cached name or a
 * mark on a peer that a case before it left behind; when an instance has no fresh slot left, the next one is started.
 */
export class Lender implements AsyncDisposable {
  readonly #options: LenderOptions;
  readonly #stocks = new Map<string, Promise<Stock>>();
  readonly #running = new Set<GatewayInstance>();
  readonly #turn = new FixedTurn();
  #issuer: Authority | null = null;
  #instances = 0;
  #lent = 0;

  constructor(options: LenderOptions) {
    this.#options = options;
  }

  /** A deployment for one pass over a case. `alone` gives it an instance of its own, which is stopped at its end. */
  async lend(item: Case, { twin, ...options }: LendOptions): Promise<LentDeployment> {
    const { fixed } = this.#options.facts(item.gateway.name);
    if (!fixed) return await this.#lend(item, { ...options, twin });
    // What listens on a port of its own choice, and where others may be, is alone in this worker's network.
    const over = await this.#turn.begin();
    try {
      return await this.#lend(item, { ...options, alone: true, twin, over });
    } catch (error) {
      over();
      throw error;
    }
  }

  async #lend(item: Case, options: LendOptions & { over?: () => void }): Promise<LentDeployment> {
    const { stock, slot } = await this.#take(item, options.alone);
    stock.inUse += 1;
    this.#lent += 1;
    const facts = this.#options.facts(item.gateway.name);
    const { version, fixed } = facts;
    return new LentDeployment({
      instance: stock.instance,
      version,
      slot: slot.real,
      ...timesAsked(facts, item.variant.settings),
      way: fixed ?? OWN_WAY,
      upstreams: await openUpstreams(item, slot, {
        label: `s${this.#lent}`,
        ground: this.#options.ground,
        twin: options.twin,
        struck: options.struck,
        authority: item.variant.settings.tls ? this.#authority : null,
      }),
      mark: await stock.instance.mark(),
      pidsBefore: stock.instance.pids(),
      before:
        options.alone && !options.twin && !fixed?.running && hasLoad(item.variant)
          ? holdingsOf(stock.instance.pids())
          : null,
      giveBack: async () => await this.#takeBack(stock, options.alone),
      strangers: slot.strangers,
      running: fixed?.running,
      over: options.over,
    });
  }

  /** Stops what runs of a gateway that nobody will ask for any more. */
  async retire(gateway: string): Promise<void> {
    for (const key of [...this.#stocks.keys()].filter((one) => isOf(one, gateway))) this.#stocks.delete(key);
    await Promise.all(
      [...this.#running].filter(({ name }) => name === gateway).map((instance) => this.#stop(instance)),
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#running].map((instance) => this.#stop(instance)));
  }

  /** Made when the first case asks for TLS, and the same for all that follow. */
  get #authority(): Authority {
    this.#issuer ??= makeAuthority();
    return this.#issuer;
  }

  async #take(item: Case, alone: boolean): Promise<{ stock: Stock; slot: LendableSlot }> {
    const key = keyOf(item);
    for (;;) {
      const stock = alone ? await this.#start(item, [roomFor(item, 1)]) : await this.#stock(key, item);
      const slots = stock.fresh.get(slotKind(item.variant.settings, item.names));
      const slot = stock.instance.exit ? undefined : slots?.pop();
      if (slot) return { stock, slot };
      if (alone) throw new Error(`${item.gateway.name} ended as soon as it was ready`);
      this.#stocks.delete(key);
    }
  }

  async #stock(key: string, item: Case): Promise<Stock> {
    const { slots } = this.#options.facts(item.gateway.name);
    const room = item.room ?? [roomFor(item, Math.min(slots, MOST_SLOTS))];
    const pending = this.#stocks.get(key) ?? this.#start(item, room);
    this.#stocks.set(key, pending);
    return await pending.catch((error: unknown) => {
      this.#stocks.delete(key);
      throw error;
    });
  }

  async #start(item: Case, rooms: readonly Room[]): Promise<Stock> {
    const { ground, facts } = this.#options;
    const gateway = item.gateway.name;
    this.#instances += 1;
    const label = `${gateway}-${this.#instances}`;
    const dir = join(this.#options.dir, label);
    await mkdir(dir, { recursive: true });
    const fresh = new Map<string, LendableSlot[]>();
    for (const [index, room] of rooms.entries()) {
      const { fixed } = facts(gateway);
      const slots = fixed
        ? [await this.#fixedSlot(fixed, room)]
        : await this.#slots(room, `${index}.${label}`, rooms.length > 1);
      fresh.set(slotKind(room.settings, room.names), slots);
    }
    const { program } = facts(gateway);
    // Where slots are of several kinds each has its own settings, and with them its timeouts.
    const { timeouts } = timesAsked(facts(gateway), rooms.length > 1 ? {} : item.variant.settings);
    const told = [...fresh.values()].flat().map((slot) => slot.told);
    const resolver = rooms.some(({ names }) => names) ? ground.resolver : null;
    const root = ground.isRoot(gateway);
    const tls = this.#trust(rooms);
    const setup = { dir, slots: told, tls, settings: item.variant.settings, timeouts, resolver, program, root };
    const launch = certify(await this.#options.launch(gateway, setup), () => this.#authority);
    const instance = await GatewayInstance.spawn(ground, { gateway, label, dir, launch, slots: told });
    // Known from its first moment, so that one that is still starting is stopped as well when the worker ends.
    this.#running.add(instance);
    await instance.ready().catch((error: unknown) => {
      this.#running.delete(instance);
      throw error;
    });
    return { instance, fresh, inUse: 0 };
  }

  /** Where the configuration points: with names it asks for its own, by address the file of hosts tells. */
  async #fixedSlot(fixed: FixedPlaces, { names }: Room): Promise<FixedSlot> {
    const slot = await this.#options.ground.fixedSlot(fixed);
    return names ? { ...slot, told: { ...slot.told, upstreams: fixed.upstreams } } : slot;
  }

  /** What an instance with these slots is given of TLS; one that has slots of several kinds takes for each what its settings say. */
  #trust(rooms: readonly Room[]): TlsTrust | undefined {
    const wants = (setting: 'tls' | 'clientCertificate' | 'revocation' | 'sessions') =>
      rooms.some(({ settings }) => settings[setting]);
    if (!wants('tls')) return undefined;
    return {
      ca: this.#authority.certificate,
      name: TLS_NAME,
      identity: wants('clientCertificate') ? issueClient(this.#authority) : undefined,
      revoked: wants('revocation') ? revocationLists(this.#authority) : undefined,
      sessions: wants('sessions'),
    };
  }

  async #slots({ settings, names, slots }: Room, label: string, mixed: boolean): Promise<LendableSlot[]> {
    const made: LendableSlot[] = [];
    for (let index = 0; index < slots; index++) {
      const next = await this.#options.ground.addresses.next(slotUpstreams(settings.replicas));
      const real = settings.unix ? onSockets(next, this.#options.dir) : next;
      const slot = names ? byName(real, `${index}.${label}`) : byAddress(real);
      made.push(mixed ? { ...slot, told: { ...slot.told, settings } } : slot);
    }
    return made;
  }

  /** Stops an instance that nobody can use any more. Its exit counts for a case only when it was that case's alone. */
  async #takeBack(stock: Stock, alone: boolean) {
    stock.inUse -= 1;
    const spent = stock.inUse === 0 && [...stock.fresh.values()].every((slots) => slots.length === 0);
    if (!alone && !spent) return null;
    const exit = await this.#stop(stock.instance);
    return alone ? exit : null;
  }

  async #stop(instance: GatewayInstance) {
    this.#running.delete(instance);
    return await instance.stop();
  }
}

/** Cases with the same key can share an instance. */
function keyOf({ gateway, variant, names, room }: Case): string {
  return JSON.stringify([gateway.name, room ?? slotKind(variant.settings, names)]);
}

/** Slots for cases like this one alone. */
function roomFor({ variant, names }: Case, slots: number): Room {
  return { settings: variant.settings, names, slots };
}

function isOf(key: string, gateway: string): boolean {
  return key.startsWith(`[${JSON.stringify(gateway)},`);
}

/** The slot with its upstreams on Unix sockets of this folder. A path has room for 108 octets (unix(7)). */
function onSockets(slot: Slot, dir: string): Slot {
  const { host, port } = slot.listen;
  const at = (name: string) => ({ host: join(dir, `${host}-${port}-${name}`), port: 0 });
  return { ...slot, upstreams: Object.fromEntries(Object.keys(slot.upstreams).map((name) => [name, at(name)])) };
}
