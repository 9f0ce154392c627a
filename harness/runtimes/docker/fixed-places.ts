import { isIPv4 } from 'node:net';
import type { Address, FixedPlaces } from '../../core/gateway.ts';
import { ProblemError } from '../../core/problem.ts';
import { routeVia } from '../../network/route.ts';
import { runTool } from '../../network/run-tool.ts';
import type { SidecarControl } from '../../sidecar/control-client.ts';
import type { UpstreamControl } from '../../upstream/control-client.ts';
import type { Addresses } from '../worker/addresses.ts';
import { declareNames } from '../worker/declare-names.ts';
import type { FixedSlot } from '../worker/ground.ts';
import { byAddress } from '../worker/lendable-slot.ts';
import { Strangers } from '../worker/strangers.ts';
import { UPSTREAM_PREFIX } from './driver-start.ts';

/** What the places are made with. */
export interface FixedPlacesParts {
  readonly addresses: Addresses;
  readonly shared: UpstreamControl;
  readonly sidecar: SidecarControl;
  /** The address of the namespace where upstreams listen. */
  readonly upstreamSide: string;
}

/**
 * Puts the two namespaces in order for a configuration: named upstreams get an address across the way, and addresses that
 * it names are made to lead there. No port of an upstream is the gateway's as well, as they do not share a namespace.
 *
 * @throws {ProblemError} environment: it names a loopback address, which does not lead out of the gateway's namespace
 */
export async function fixedSlot(places: FixedPlaces, parts: FixedPlacesParts): Promise<FixedSlot> {
  const { listen, upstreams } = places;
  const fresh = Object.values((await parts.addresses.next(['app', 'other'])).upstreams);
  const found: [string, Address][] = [];
  for (const [index, [name, { host, port }]] of Object.entries(upstreams).entries()) {
    const address = isIPv4(host) ? await lead(name, host, parts) : (fresh[index]?.host ?? '');
    found.push([name, { host: address, port }]);
  }
  await declareNames(parts.shared, upstreams, Object.fromEntries(found));
  if (!listen.host.startsWith('127.')) await runTool('ip', ['addr', 'replace', `${listen.host}/32`, 'dev', 'lo']);
  const declared = Object.values(upstreams).map(({ host }) => host);
  const own = [UPSTREAM_PREFIX, parts.upstreamSide, listen.host, ...declared.filter(isIPv4)];
  const strangers = await Strangers.watch(parts.shared, own);
  return {
    ...byAddress({ listen, upstreams: Object.fromEntries(found) }),
    strangers: async () => await strangers.end(),
  };
}

async function lead(name: string, host: string, { sidecar, upstreamSide }: FixedPlacesParts): Promise<string> {
  if (host.startsWith('127.')) throw new ProblemError('environment', [loopback(name, host)]);
  await sidecar.answerFor(`${host}/32`);
  await routeVia(`${host}/32`, upstreamSide);
  return host;
}

function loopback(upstream: string, host: string) {
  return {
    code: 'address-in-config',
    message: `the configuration has ${host} for ${upstream}, which in a container is the gateway's own`,
    hint: 'use --runtime local, or give the upstream a name or another address',
  };
}
