import { UpstreamFailure } from './failures.ts';
import type { Replicas } from './replicas.ts';

/** A path prefix and where it leads. */
export interface Route {
  readonly prefix: string;
  readonly replicas: Replicas;
}

/** What the first route whose prefix fits leads to; `*` goes where `/` goes. Throws an UpstreamFailure. */
export function route(routes: readonly Route[], target: string): Replicas {
  const path = target === '*' ? '/' : target;
  const found = routes.find(({ prefix }) => path.startsWith(prefix));
  if (!found) throw new UpstreamFailure('destination_not_found', 'no route');
  return found.replicas;
}
