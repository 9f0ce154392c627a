import type { Route } from '../core/gateway.ts';

/**
 * The routes of a configuration of the user's own, longest prefix first. Without any one upstream has all of it, and two have
 * what the built-in gateways give them.
 */
export function routesByLength(
  routes: Readonly<Record<string, string>> | undefined,
  upstreams: Readonly<Record<string, unknown>>,
): Route[] {
  const usual = upstreams.other ? { other: '/other', app: '/' } : { app: '/' };
  return Object.entries({ ...usual, ...routes })
    .map(([upstream, prefix]) => ({ prefix, upstream }))
    .sort((one, other) => other.prefix.length - one.prefix.length);
}
