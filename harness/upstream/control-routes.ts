import { asListen, asPutName, asPutUpstream, asRelease, asToken } from './control-body.ts';
import type { Program } from './program.ts';

/** One request that the control interface understands; `name` is the path's NAME. The result is sent as JSON. */
export interface ControlRoute {
  readonly method: string;
  readonly path: RegExp;
  handle(program: Program, name: string, body: unknown): unknown;
}

/** All of the control interface but the stream of observations. */
export const CONTROL_ROUTES: readonly ControlRoute[] = [
  { method: 'GET', path: /^\/$/, handle: (program) => program.status() },
  {
    method: 'PUT',
    path: /^\/upstreams\/([^/]+)$/,
    handle: (program, name, body) => program.put(name, asPutUpstream(body)),
  },
  {
    method: 'POST',
    path: /^\/upstreams\/([^/]+)\/release$/,
    handle: (program, name, body) => ({ released: program.release(name, asRelease(body).connection) }),
  },
  {
    method: 'DELETE',
    path: /^\/upstreams\/([^/]+)$/,
    handle: (program, name) => program.remove(name),
  },
  { method: 'POST', path: /^\/flush$/, handle: (program, _, body) => program.flush(asToken(body)) },
  { method: 'PUT', path: /^\/resolver$/, handle: (program, _, body) => program.startResolver(asListen(body)) },
  {
    method: 'PUT',
    path: /^\/names\/([^/]+)$/,
    handle: (program, name, body) => program.setName(name, asPutName(body)),
  },
  { method: 'DELETE', path: /^\/names\/([^/]+)$/, handle: (program, name) => program.removeName(name) },
];
