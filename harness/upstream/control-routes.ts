import { asBytes, asListen, asPutName, asPutUpstream, asRelease, asToken } from './control-body.ts';
import type { ControlRequest } from './control-request.ts';
import { exhaust } from './exhaust.ts';
import type { Program } from './program.ts';
import { seeAll } from './see-all.ts';
import { statusFor } from './status-for.ts';

/** One kind of request that the control interface understands. The result is sent as JSON. */
export interface ControlRoute {
  readonly method: string;
  readonly path: RegExp;
  handle(program: Program, request: ControlRequest): unknown;
}

/** All of the control interface but the stream of observations. */
export const CONTROL_ROUTES: readonly ControlRoute[] = [
  { method: 'GET', path: /^\/$/, handle: statusFor },
  { method: 'GET', path: /^\/faults$/, handle: (program) => program.faults() },
  {
    method: 'PUT',
    path: /^\/upstreams\/([^/]+)\/fault$/,
    handle: (program, { name, body, answered }) => program.putFault(name, body, answered),
  },
  {
    method: 'PUT',
    path: /^\/upstreams\/([^/]+)$/,
    handle: (program, { name, body }) => program.put(name, asPutUpstream(body)),
  },
  {
    method: 'POST',
    path: /^\/upstreams\/([^/]+)\/release$/,
    handle: (program, { name, body }) => ({ released: program.release(name, asRelease(body).connection) }),
  },
  { method: 'DELETE', path: /^\/upstreams\/([^/]+)$/, handle: (program, { name }) => program.remove(name) },
  { method: 'POST', path: /^\/flush$/, handle: (program, { body }) => program.flush(asToken(body)) },
  {
    method: 'POST',
    path: /^\/exhaust$/,
    handle: async (_, { body }) => {
      const bytes = asBytes(body);
      // What was observed until now is told first.
      await seeAll();
      exhaust(bytes);
    },
  },
  { method: 'PUT', path: /^\/resolver$/, handle: (program, { body }) => program.startResolver(asListen(body)) },
  {
    method: 'PUT',
    path: /^\/names\/([^/]+)$/,
    handle: (program, { name, body }) => program.setName(name, asPutName(body)),
  },
  { method: 'DELETE', path: /^\/names\/([^/]+)$/, handle: (program, { name }) => program.removeName(name) },
];
