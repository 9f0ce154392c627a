import { askedEffect } from './asked-effect.ts';
import { asAddress, asAddresses, asRoute } from './control-body.ts';
import type { Half } from './control-protocol.ts';
import type { Sidecar } from './sidecar.ts';
import { usageError } from './usage-error.ts';

/** One request of a controller. */
export interface ControlRequest {
  /** The path's ADDRESS; empty where it has none. */
  readonly address: string;
  readonly query: URLSearchParams;
  readonly body: string;
}

/** One kind of request that the control interface understands. The result is sent as JSON. */
export interface ControlRoute {
  readonly method: string;
  readonly path: RegExp;
  handle(sidecar: Sidecar, request: ControlRequest): unknown;
}

/** All of the control interface. ADDRESS is as parseKey reads it: `198.18.3.4`, `198.18.3.4:3000`, `*` or `*:3000`. */
export const CONTROL_ROUTES: readonly ControlRoute[] = [
  { method: 'GET', path: /^\/$/, handle: (sidecar) => sidecar.status() },
  {
    method: 'PUT',
    path: /^\/faults\/([^/]+)$/,
    handle: async (sidecar, { address, query, body }) =>
      await sidecar.set(address, await askedEffect(body), asHalf(query.get('half'))),
  },
  { method: 'DELETE', path: /^\/faults\/([^/]+)$/, handle: (sidecar, { address }) => sidecar.clear(address) },
  { method: 'POST', path: /^\/probe$/, handle: (sidecar, { body }) => sidecar.probe(asAddress(body)) },
  { method: 'POST', path: /^\/accept-queue$/, handle: (sidecar, { body }) => sidecar.fillQueue(asAddress(body)) },
  { method: 'DELETE', path: /^\/accept-queue$/, handle: (sidecar, { body }) => sidecar.releaseQueue(asAddress(body)) },
  { method: 'PUT', path: /^\/addresses$/, handle: (sidecar, { body }) => sidecar.answerFor(asAddresses(body).prefix) },
  {
    method: 'PUT',
    path: /^\/routes$/,
    handle: (sidecar, { body }) => {
      const { prefix, via } = asRoute(body);
      return sidecar.routeVia(prefix, via);
    },
  },
];

function asHalf(text: string | null): Half | null {
  if (text === null || text === 'to' || text === 'from') return text;
  throw usageError('bad-request', `half=${text}: must be to or from`, 'Leave it out for packets of both directions.');
}
