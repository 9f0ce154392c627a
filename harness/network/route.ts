import { isIPv4 } from 'node:net';
import type { Effect } from '../core/effect.ts';
import { ProblemError } from '../core/problem.ts';
import { runTool } from './run-tool.ts';

/**
 * How the kernel refuses to send: EHOSTUNREACH for `unreachable`, EACCES for `prohibit` (ip-route(8)); ENETUNREACH for
 * `throw`, which ends the look-up in its table, where no other table knows a way.
 */
export type RouteType = Extract<Effect, { place: 'route' }>['type'];

/** A route of ours that is in force. */
export interface AddedRoute {
  remove(): Promise<void>;
}

/**
 * A route that refuses one address alone. Loopback addresses are looked up in table local first, so theirs stands there.
 * Packets of connections that exist already go on, since their route is cached; that is a fault of its own.
 */
export async function refuseRoute(host: string, type: RouteType): Promise<AddedRoute> {
  if (!isIPv4(host))
    throw new ProblemError('usage', [wrong(`"${host}" is no IPv4 address`, 'A route is for one address.')]);
  return await put('add', [type, `${host}/32`, ...(host.startsWith('127.') ? ['table', 'local'] : [])]);
}

/** Makes this namespace answer for every address of a prefix, such as 198.18.0.0/16, without having them (AnyIP). */
export async function answerFor(prefix: string): Promise<AddedRoute> {
  return await put('replace', ['local', checked(prefix), 'dev', 'lo']);
}

/** Sends packets for a prefix by way of a neighbour. */
export async function routeVia(prefix: string, via: string): Promise<AddedRoute> {
  if (!isIPv4(via))
    throw new ProblemError('usage', [wrong(`"${via}" is no IPv4 address`, 'Write the neighbour as 172.18.0.3.')]);
  return await put('replace', [checked(prefix), 'via', via]);
}

async function put(how: 'add' | 'replace', route: readonly string[]): Promise<AddedRoute> {
  await runTool('ip', ['route', how, ...route]);
  return { remove: async () => void (await runTool('ip', ['route', 'del', ...route])) };
}

function checked(prefix: string): string {
  const [host = '', bits = ''] = prefix.split('/');
  if (isIPv4(host) && /^\d{1,2}$/.test(bits) && Number(bits) <= 32) return prefix;
  throw new ProblemError('usage', [wrong(`"${prefix}" is no IPv4 prefix`, 'Write it as 198.18.0.0/16.')]);
}

function wrong(message: string, hint: string) {
  return { code: 'wrong-route', message, hint };
}
