import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Address, Slot } from '../../core/gateway.ts';

/** Ports in networks that are ours alone; on Linux every 127.x.y.z is a loopback address. */
const LISTEN_PORT = 8080;
const UPSTREAM_PORT = 3000;

/** Addresses in one block of a range: two blocks share the last two octets. */
const BLOCK = 1 << 15;

/** Hands out slots: each with an address to listen on and one for each of the named upstreams, never the same twice. */
export interface Addresses {
  next(upstreams: readonly string[]): Promise<Slot>;
}

/** The first two octets of what a range hands out. */
export interface Prefixes {
  readonly listen: string;
  /** Of app, and in the upper half of the last two octets of app-2. */
  readonly app: string;
  /** Of other, and in the upper half of the last two octets of app-3. */
  readonly other: string;
}

/** An address for every listener, so that a firewall rule or a route hits one upstream alone. */
export class AddressRange implements Addresses {
  readonly #prefixes: Prefixes;
  #count = 0;

  constructor(prefixes: Prefixes) {
    this.#prefixes = prefixes;
  }

  /** Throws where all addresses of the range were handed out. */
  async next(upstreams: readonly string[]): Promise<Slot> {
    this.#count += 1;
    if (this.#count >= BLOCK) throw new Error(`this worker has lent all of its ${BLOCK} slots: play fewer repeats`);
    const { listen, app, other } = this.#prefixes;
    const blocks: Readonly<Record<string, string>> = {
      app: this.#at(app, 0),
      'app-2': this.#at(app, BLOCK),
      'app-3': this.#at(other, BLOCK),
      other: this.#at(other, 0),
    };
    return {
      listen: { host: this.#at(listen, 0), port: LISTEN_PORT },
      upstreams: Object.fromEntries(
        upstreams.map((name) => [name, { host: hostOf(blocks, name), port: UPSTREAM_PORT }]),
      ),
    };
  }

  #at(prefix: string, offset: number): string {
    const tail = offset + this.#count;
    return `${prefix}.${tail >> 8}.${tail & 255}`;
  }
}

function hostOf(blocks: Readonly<Record<string, string>>, name: string): string {
  const host = blocks[name];
  if (host === undefined) throw new TypeError(`there are no addresses for an upstream ${name}`);
  return host;
}

/** Loopback addresses; `second` is the second octet of the first of three neighbouring ranges, 127.second.0.0/16 and on. */
export function loopbackRange(second: number): AddressRange {
  return new AddressRange({ listen: `127.${second}`, app: `127.${second + 1}`, other: `127.${second + 2}` });
}

/** Free ports of 127.0.0.1, for systems that have no other loopback address. */
export class FreePorts implements Addresses {
  async next(upstreams: readonly string[]): Promise<Slot> {
    const [listen, ...ports] = await freePorts(1 + upstreams.length);
    return {
      listen: at(listen),
      upstreams: Object.fromEntries(upstreams.map((name, index) => [name, at(ports[index])])),
    };
  }
}

function at(port: number | undefined): Address {
  return { host: '127.0.0.1', port: port ?? 0 };
}

/** Ports that were free a moment ago, all different because they are held together before any is given back. */
async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => once(server, 'listening')));
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map((server) => new Promise((closed) => server.close(closed))));
  return ports;
}
