import { isIPv4 } from 'node:net';
import type { Address, FixedPlaces } from '../../core/gateway.ts';
import { runTool } from '../../network/run-tool.ts';
import type { UpstreamControl } from '../../upstream/control-client.ts';
import type { Addresses } from '../worker/addresses.ts';
import { declareNames } from '../worker/declare-names.ts';
import type { FixedSlot } from '../worker/ground.ts';
import { FIXED_TABLE, Strangers } from '../worker/strangers.ts';

/** Where an upstream listens whose port the gateway has too: the kernel leads there whoever asks at the port told. */
const ASIDE = 20_000;

/**
 * Puts the loopback interface in order for a configuration: addresses that it names are the interface's own, every named
 * upstream gets a loopback address, and one whose port is the gateway's too listens aside (a listener on all addresses
 * leaves none for others).
 */
export async function fixedSlot(
  places: FixedPlaces,
  addresses: Addresses,
  shared: UpstreamControl,
): Promise<FixedSlot> {
  const names = Object.keys(places.upstreams);
  const fresh = await addresses.next(['app', 'other']);
  const declared = [places.listen, ...Object.values(places.upstreams)].map(({ host }) => host);
  // Without a route connect(2) fails before any hook sees where it was to go.
  await runTool('ip', ['route', 'replace', 'default', 'dev', 'lo']);
  const strangers = await Strangers.watch(shared, declared);
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
  await declareNames(shared, places.upstreams, Object.fromEntries(told));
  return {
    real: { listen, upstreams: Object.fromEntries(real) },
    told: { listen, upstreams: Object.fromEntries(told) },
    strangers: async () => await strangers.end(),
  };
}

/** Every address of 127.0.0.0/8 is there already; adding one a second time changes nothing. */
async function own(address: Address): Promise<Address> {
  const { host } = address;
  if (!host.startsWith('127.')) await runTool('ip', ['addr', 'replace', `${host}/32`, 'dev', 'lo']);
  return address;
}

async function lead({ host, port }: Address, to: number): Promise<void> {
  const rule = `ip daddr ${host} tcp dport ${port} dnat to ${host}:${to}`;
  await runTool('nft', [`add rule ${FIXED_TABLE} aside ${rule}`]);
}
