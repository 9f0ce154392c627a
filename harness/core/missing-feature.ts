import type { Gateway } from './gateway.ts';
import type { GatewayAction } from './gateway-strike.ts';
import { allSteps, type Variant } from './scenario.ts';

/** What a gateway that speaks TLS may lack all the same. */
const TLS_FEATURES = [
  {
    setting: 'clientCertificate',
    feature: 'client-certificate',
    reason: 'cannot show its upstreams a certificate of its own',
  },
  { setting: 'revocation', feature: 'revocation', reason: 'asks no revocation list about its upstreams' },
  { setting: 'sessions', feature: 'sessions', reason: 'keeps no TLS sessions with its upstreams' },
] as const;

/**
 * Why a gateway cannot be asked for what a scenario asks of it; null where it can. `names` are given to it in the place of
 * addresses where the resolver is scripted.
 */
export function missingFeature(
  variant: Pick<Variant, 'settings' | 'steps'>,
  names: boolean,
  gateway: Pick<Gateway, 'name' | 'features'>,
): string | null {
  if (variant.settings.keepalive && !gateway.features.includes('keepalive'))
    return `${gateway.name} cannot keep upstream connections`;
  if (names && !gateway.features.includes('run-time-dns'))
    return `${gateway.name} does not resolve names at request time`;
  if (variant.settings.cache && !gateway.features.includes('cache')) return `${gateway.name} has no cache`;
  if (variant.settings.http2 && !gateway.features.includes('http2'))
    return `${gateway.name} does not speak HTTP/2 to its upstreams`;
  if (variant.settings.tls && !gateway.features.includes('tls'))
    return `${gateway.name} does not speak TLS to its upstreams, or does not verify them`;
  if (variant.settings.reload && !gateway.features.includes('reload'))
    return `${gateway.name} cannot be told to read its configuration again`;
  if (does(variant, 'kill-worker') && !gateway.features.includes('workers'))
    return `${gateway.name} has no worker process that may die alone`;
  if (does(variant, 'block-temporary') && !gateway.features.includes('temporary-files'))
    return `${gateway.name} holds all in memory and makes no temporary files`;
  if (variant.settings.retries && !gateway.features.includes('retries'))
    return `${gateway.name} makes second attempts that it cannot be told to leave`;
  const { pool } = variant.settings;
  if (pool && !gateway.features.includes('pool'))
    return `${gateway.name} has no limit of what is at an upstream at once`;
  if (pool && pool.queue > 0 && !gateway.features.includes('pool-queue'))
    return `${gateway.name} has no queue before its limit: what is too much is turned away`;
  if (pool && names) return 'limits are of upstreams given by address, and this fault needs names';
  const lacking = TLS_FEATURES.find(
    ({ setting, feature }) => variant.settings[setting] && !gateway.features.includes(feature),
  );
  if (lacking) return `${gateway.name} ${lacking.reason}`;
  const pooled = variant.settings.replicas > 1;
  if (pooled && !gateway.features.includes('replicas')) return `${gateway.name} cannot choose among replicas`;
  // nginx before 1.27.3 and HAProxy's do-resolve have no pool of names that are looked up as a request comes.
  if (pooled && names) return 'replicas are given to gateways by address, and this fault needs names';
  return null;
}

function does({ steps }: Pick<Variant, 'steps'>, action: GatewayAction): boolean {
  return allSteps(steps).some((step) => step.kind === 'gateway' && step.action === action);
}
