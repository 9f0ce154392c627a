import { execFile } from 'node:child_process';
import { isIPv4 } from 'node:net';
import { promisify } from 'node:util';
import type { Address, FixedPlaces } from '../../core/gateway.ts';
import type { Addresses } from '../worker/addresses.ts';
import type { LendableSlot } from '../worker/lendable-slot.ts';

const run = promisify(execFile);

/** Where an upstream listens whose port the gateway has too: the kernel leads there whoever asks at the port told. */
const ASIDE = 20_000;

const TABLE = 'gatecrash-fixed';

/**
 * Puts the loopback interface in order for a configuration: addresses that it names are the interface's own, every named
 * upstream gets a loopback address, and one whose port is the gateway's too listens aside (a listener on all addresses
 * leaves none for others).
 */
export async function fixedSlot(places: FixedPlaces, addresses: Addresses): Promise<LendableSlot> {
  const names = Object.keys(places.upstreams);
  const fresh = await addresses.next(['app', 'other']);
  const listen = await own(places.listen);
  const told: [string, Address][] = [];
  const real: [string, Address][] = [];
  for (const [index, name] of names.entries()) {
    const { host, port } = places.upstreams[name] as Address;
    const loopback = Object.values(fresh.upstreams)[index];
    const address = isIPv4(host) ? await own({ host, port }) : { host: loopback?.host ?? host, port };
    const aside = port === listen.port ? { ...address, port: ASIDE + index } : address;
    if (aside !== address) await lead(address, aside.port);
    told.push([name, address]);
    real.push([name, aside]);
  }
  return {
    real: { listen, upstreams: Object.fromEntries(real) },
    told: { listen, upstreams: Object.fromEntries(told) },
  };
}

/** Every address of 127.0.0.0/8 is there already; adding one a second time changes nothing. */
async function own(address: Address): Promise<Address> {
  const { host } = address;
  if (!host.startsWith('127.')) await run('ip', ['addr', 'replace', `${host}/32`, 'dev', 'lo']);
  return address;
}

async function lead({ host, port }: Address, to: number): Promise<void> {
  const rule = `ip daddr ${host} tcp dport ${port} dnat to ${host}:${to}`;
  await run('nft', [
    `add table ip ${TABLE}; add chain ip ${TABLE} output { type nat hook output priority -100; }; add rule ip ${TABLE} output ${rule}`,
  ]);
}
