import { ROUTES, type Way } from './gateway.ts';

/** The upstream that a scenario's request-target leads to. */
export function upstreamOf(target: string): string {
  return ROUTES.find((route) => target.startsWith(route.prefix))?.upstream ?? 'app';
}

/** What leads to an upstream through a gateway that is configured by its own file. */
export function usualPrefix(upstream: string): string {
  return ROUTES.find((route) => route.upstream === upstream)?.prefix ?? '/';
}

/** What is asked for on a gateway's own way: `/other/x` of a scenario is `/billing/x` where `other` is behind /billing/. */
export function onTheWay(target: string, { routes }: Way): string {
  const usual = ROUTES.find((route) => target.startsWith(route.prefix));
  const own = routes.find(({ upstream }) => upstream === usual?.upstream);
  if (!usual || !own || own.prefix === usual.prefix) return target;
  const rest = target.slice(usual.prefix.length).replace(/^\//, '');
  return own.prefix.endsWith('/') || rest === '' ? `${own.prefix}${rest}` : `${own.prefix}/${rest}`;
}
