import { isIP, isIPv4 } from 'node:net';
import type { Address } from '../core/gateway.ts';
import { messageOf } from '../core/problem.ts';
import type { ConnectionScript } from '../core/script.ts';
import type { PostRelease, PutName, PutUpstream } from './control-protocol.ts';
import { isSaying } from './dns-answer.ts';
import { Refused } from './refused.ts';
import { isStep } from './steps.ts';

/**
 * Checks of what the controller sends. They are by hand, and no deeper than a person with curl needs: scripts from YAML
 * were checked where they were written, and the program starts faster without a schema library.
 */
type Json = Readonly<Record<string, unknown>>;

/** The body of `PUT /upstreams/NAME`. */
export function asPutUpstream(text: string): PutUpstream {
  const body = fromJson(text);
  const { listen, script, unaccepted, backlog, firstConnection, label, authority, names } = asObject(body, 'the body');
  const { connections, rest, requests } = asObject(script, 'script');
  if (!Array.isArray(connections)) throw bad('script.connections must be a list');
  for (const [index, entry] of connections.entries()) checkConnection(entry, `script.connections[${index}]`);
  if (rest !== null) checkConnection(rest, 'script.rest');
  if (requests !== undefined) checkRequests(requests);
  if (listen !== null) asAddress(listen, 'listen');
  if (unaccepted !== undefined && unaccepted !== 'kept' && unaccepted !== 'ended')
    throw bad('unaccepted must be kept or ended');
  checkCount(backlog, 'backlog');
  checkCount(firstConnection, 'firstConnection');
  if (label !== undefined && typeof label !== 'string') throw bad('label must be a string');
  if (authority !== undefined) checkAuthority(authority);
  if (names !== undefined && !Array.isArray(names)) throw bad('names must be a list');
  return body as PutUpstream;
}

/** The body of `PUT /resolver`. */
export function asListen(text: string): Address {
  return asAddress(asObject(fromJson(text), 'the body').listen, 'listen');
}

/** The body of `PUT /names/NAME`. */
export function asPutName(text: string): PutName {
  const body = fromJson(text);
  const { script, upstream, address } = asObject(body, 'the body');
  if (typeof upstream !== 'string') throw bad('upstream must be a string');
  if (typeof address !== 'string' || !isIPv4(address)) throw bad('address must be an IPv4 address');
  const { list, rest } = asObject(script, 'script');
  if (!Array.isArray(list)) throw bad('script.list must be a list');
  for (const [index, reply] of list.entries()) checkReply(reply, `script.list[${index}]`);
  checkReply(rest, 'script.rest');
  return body as PutName;
}

/** The body of `POST /upstreams/NAME/release`. */
export function asRelease(text: string): PostRelease {
  const body = fromJson(text);
  if (!Number.isInteger(asObject(body, 'the body').connection)) throw bad('connection must be an ordinal');
  return body as PostRelease;
}

/** The body of `POST /flush`. */
export function asToken(text: string): string {
  const { token } = asObject(fromJson(text), 'the body');
  if (typeof token !== 'string') throw bad('token must be a string');
  return token;
}

/** The body of `POST /exhaust`: how much memory to take at most; 1 GiB is more than any limit of ours. */
export function asBytes(text: string): number {
  const { bytes } = asObject(fromJson(text), 'the body');
  if (!Number.isInteger(bytes) || Number(bytes) < 1 || Number(bytes) > 2 ** 30) throw bad('bytes must be 1 to 2^30');
  return Number(bytes);
}

function fromJson(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch (error) {
    throw bad(`the body is no JSON: ${messageOf(error)}`);
  }
}

function checkRequests(value: unknown): void {
  const { list, rest, choices = [] } = asObject(value, 'script.requests');
  if (!Array.isArray(list)) throw bad('script.requests.list must be a list');
  for (const [index, entry] of list.entries()) checkConnection(entry, `script.requests.list[${index}]`);
  if (rest !== null) checkConnection(rest, 'script.requests.rest');
  if (!Array.isArray(choices)) throw bad('script.requests.choices must be a list');
  for (const [index, entry] of choices.entries()) {
    const { when, script } = asObject(entry, `script.requests.choices[${index}]`);
    asObject(when, `script.requests.choices[${index}].when`);
    checkConnection(script, `script.requests.choices[${index}].script`);
  }
}

function checkAuthority(value: unknown): void {
  const authority = asObject(value, 'authority');
  for (const one of [authority, asObject(authority.intermediate, 'authority.intermediate')])
    if (typeof one.certificate !== 'string' || typeof one.key !== 'string')
      throw bad('authority must be {"certificate","key","intermediate"}, and its intermediate {"certificate","key"}');
}

function checkConnection(value: unknown, where: string): asserts value is ConnectionScript {
  const { steps } = asObject(value, where);
  if (!Array.isArray(steps)) throw bad(`${where}.steps must be a list`);
  for (const [index, step] of steps.entries()) {
    const word = asObject(step, `${where}.steps[${index}]`).do;
    if (!isStep(String(word))) throw bad(`${where}.steps[${index}].do: there is no step ${String(word)}`);
  }
}

function checkReply(value: unknown, where: string): void {
  const { say, addresses } = asObject(value, where);
  if (typeof say !== 'string' || !isSaying(say)) throw bad(`${where}.say: a resolver cannot say ${String(say)}`);
  if (say === 'addresses' && !(Array.isArray(addresses) && addresses.every(isAddress)))
    throw bad(`${where}.addresses must be a list of IP addresses, or upstream, or upstream6`);
}

function isAddress(value: unknown): boolean {
  return value === 'upstream' || value === 'upstream6' || isIP(String(value)) !== 0;
}

function asAddress(value: unknown, where: string): Address {
  const { host, port } = asObject(value, where);
  if (typeof host !== 'string' || !Number.isInteger(port)) throw bad(`${where} must be {"host","port"}`);
  return value as Address;
}

function checkCount(value: unknown, where: string): void {
  if (value !== undefined && !(Number.isInteger(value) && Number(value) >= 1)) throw bad(`${where} must be 1 or more`);
}

function asObject(value: unknown, where: string): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw bad(`${where} must be an object`);
  return value as Json;
}

function bad(message: string): Refused {
  return new Refused(400, 'bad-request', message);
}
