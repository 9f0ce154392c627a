import { Resolver } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { Address } from '../../core/gateway.ts';
import { ClientGone, UpstreamFailure } from './failures.ts';
import { TIMEOUTS } from './timeouts.ts';

/**
 * The address behind a host. A name is asked for at every call, once, and no answer is kept: a changed record counts from
 * the next connection on. Without a resolver the host is handed back as it is. Rejects with an UpstreamFailure.
 */
export async function resolve(host: string, resolver: Address | null, gone: AbortSignal): Promise<string> {
  if (isIP(host) !== 0 || resolver === null) return host;
  // The timeout of its own is looked at once a second, so that it can come a second late.
  const late = AbortSignal.timeout(TIMEOUTS.dns);
  const asker = new Resolver({ timeout: TIMEOUTS.dns, tries: 1 });
  AbortSignal.any([gone, late]).addEventListener('abort', () => asker.cancel());
  asker.setServers([formatServer(resolver)]);
  try {
    const [address] = await asker.resolve4(host);
    if (address !== undefined) return address;
  } catch (error) {
    if (gone.aborted) throw new ClientGone();
    throw dnsFailure((error as NodeJS.ErrnoException).code ?? 'EUNKNOWN', late.aborted);
  }
  throw dnsFailure('ENODATA', false);
}

function formatServer({ host, port }: Address): string {
  return isIP(host) === 6 ? `[${host}]:${port}` : `${host}:${port}`;
}

/** The codes are those of c-ares (node:dns, "Error codes"). */
function dnsFailure(code: string, late: boolean): UpstreamFailure {
  return new UpstreamFailure(late || code === 'ETIMEOUT' ? 'dns_timeout' : 'dns_error', code);
}
