import { isIPv4 } from 'node:net';
import type { Address } from '../../core/gateway.ts';
import { everyQuery, HEALTHY_NAME } from '../../core/name-script.ts';
import type { UpstreamControl } from '../../upstream/control-client.ts';

/** Whose queries they are, in what the resolver tells: no upstream of a case, and not nobody's either. */
const DECLARED = 'declared';

/**
 * Lets the resolver know the names of a configuration: it may ask for them with each request, and not look into its file of
 * hosts. A fault of names says other things in place of this.
 */
export async function declareNames(
  shared: UpstreamControl,
  /** As they stand in the configuration. */
  upstreams: Readonly<Record<string, Address>>,
  /** Where they are. */
  real: Readonly<Record<string, Address>>,
): Promise<void> {
  for (const [name, { host }] of Object.entries(upstreams)) {
    const address = real[name]?.host;
    if (isIPv4(host) || address === undefined) continue;
    await shared.name(host, { script: everyQuery(HEALTHY_NAME), upstream: DECLARED, address });
  }
}
