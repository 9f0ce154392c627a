import { UpstreamFailure } from './failures.ts';
import type { Upstream } from './upstream.ts';

/** A path prefix and where it leads. */
export interface Route {
  readonly prefix: string;
  readonly upstream: Upstream;
}

/** The upstream of the first route whose prefix fits; `*` goes where `/` goes. Throws an UpstreamFailure. */
export function route(routes: readonly Route[], target: string): Upstream {
  const path = target === '*' ? '/' : target;
  const found = routes.find(({ prefix }) => path.startsWith(prefix));
  if (!found) throw new UpstreamFailure('destination_not_found', 'no route');
  return found.upstream;
}
