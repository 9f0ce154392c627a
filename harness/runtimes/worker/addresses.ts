import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Address, Slot } from '../../core/gateway.ts';

/** Ports in networks that are ours alone; on Linux every 127.x.y.z is a loopback address. */
const LISTEN_PORT = 8080;
const UPSTREAM_PORT = 3000;

/** Hands out slots: each with an address to listen on and one for each upstream, never the same twice. */
export interface Addresses {
  next(): Promise<Slot>;
}

/** The first two octets of what a range hands out. */
export interface Prefixes {
  readonly listen: string;
  readonly app: string;
  readonly other: string;
}

/** An address for every listener, so that a firewall rule or a route hits one upstream alone. */
export class AddressRange implements Addresses {
  readonly #prefixes: Prefixes;
  #count = 0;

  constructor(prefixes: Prefixes) {
    this.#prefixes = prefixes;
  }

  async next(): Promise<Slot> {
    this.#count += 1;
    const tail = `${this.#count >> 8}.${this.#count & 255}`;
    const { listen, app, other } = this.#prefixes;
    return {
      listen: { host: `${listen}.${tail}`, port: LISTEN_PORT },
      upstreams: {
        app: { host: `${app}.${tail}`, port: UPSTREAM_PORT },
        other: { host: `${other}.${tail}`, port: UPSTREAM_PORT },
      },
    };
  }
}

/** Loopback addresses; `second` is the second octet of the first of three neighbouring ranges, 127.second.0.0/16 and on. */
export function loopbackRange(second: number): AddressRange {
  return new AddressRange({ listen: `127.${second}`, app: `127.${second + 1}`, other: `127.${second + 2}` });
}

/** Free ports of 127.0.0.1, for systems that have no other loopback address. */
export class FreePorts implements Addresses {
  async next(): Promise<Slot> {
    const [listen, app, other] = await freePorts(3);
    return { listen: at(listen), upstreams: { app: at(app), other: at(other) } };
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
