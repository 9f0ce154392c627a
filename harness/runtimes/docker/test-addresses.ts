import type { Slot } from '../../core/gateway.ts';
import type { Addresses } from '../worker/addresses.ts';

const LISTEN_PORT = 8080;
const UPSTREAM_PORT = 3000;

/**
 * Addresses in a driver's network: gateways listen on loopback addresses of the namespace that they share with the client,
 * upstreams answer on the other side of the network, each at an address of its own.
 */
export class TestAddresses implements Addresses {
  #count = 0;

  async next(): Promise<Slot> {
    this.#count += 1;
    const tail = `${this.#count >> 8}.${this.#count & 255}`;
    return {
      listen: { host: `127.1.${tail}`, port: LISTEN_PORT },
      upstreams: {
        app: { host: `198.18.${tail}`, port: UPSTREAM_PORT },
        other: { host: `198.19.${tail}`, port: UPSTREAM_PORT },
      },
    };
  }
}
