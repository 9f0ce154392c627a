import { isIPv4 } from 'node:net';
import { z } from 'zod';
import { didYouMean } from '../core/did-you-mean.ts';
import { durationSchema } from '../core/duration-schema.ts';
import { HEALTHY_NAME, type NameReply, RCODES, type Rcode } from '../core/name-script.ts';
import type { UpstreamState } from '../core/scenario.ts';
import type { Catalogue } from './catalogue.ts';
import { nameOf } from './explain-issue.ts';
import { toFaultState } from './fault-state.ts';
import { isForQueries } from './is-for-queries.ts';
import { isMap } from './is-map.ts';
import type { Path } from './path.ts';
import type { Report } from './report.ts';

const REST_HINT = '`rest: healthy` ends the trouble: how often a gateway asks is its own affair';

const address = z
  .string({ error: 'must be an IPv4 address, upstream or gateway' })
  .refine((text) => text === 'upstream' || text === 'gateway' || isIPv4(text), {
    error: 'must be an IPv4 address, upstream or gateway',
  });

/** An answer with addresses; the TTL is in whole seconds on the wire. */
export const addressSchema = z.strictObject({
  address: z.union([address, z.array(address).min(1)]),
  ttl: durationSchema.optional(),
});

/** A state whose resolver's answers are scripted one by one, for each type of query. */
export const namesSchema = z.strictObject({
  dns: z.array(z.unknown(), { error: 'must be a list: one entry for each query' }).min(1),
  rest: z.unknown(),
});

/** A state from a map with `dns`; undefined, with the problems noted, where something in it is wrong. */
export function toNamesState(
  value: Readonly<Record<string, unknown>>,
  path: Path,
  report: Report,
  catalogue: Catalogue,
): UpstreamState | undefined {
  if (!('rest' in value)) {
    const message = 'missing: what the resolver says once the list is over';
    report.add([...path, 'dns'], { code: 'missing-key', message: `rest is ${message}`, hint: REST_HINT, at: 'key' });
    return undefined;
  }
  const checked = report.check(namesSchema, value, path);
  if (!checked) return undefined;
  const given = checked.dns.map((entry, index) => toReply(entry, [...path, 'dns', index], report, catalogue));
  const rest = toReply(checked.rest, [...path, 'rest'], report, catalogue);
  const list = given.filter((reply) => reply !== undefined);
  if (list.length < given.length || !rest) return undefined;
  const label = `${list.length} scripted DNS answer${list.length === 1 ? '' : 's'} and a rest`;
  return { fault: null, label, effect: { place: 'dns', says: { list, rest } } };
}

function toReply(value: unknown, path: Path, report: Report, catalogue: Catalogue): NameReply | undefined {
  if (value === 'healthy') return HEALTHY_NAME;
  if (value === 'silence') return { say: 'silence' };
  if (typeof value === 'string' && Object.hasOwn(RCODES, value)) return { say: 'rcode', rcode: value as Rcode };
  if (isMap(value) && 'address' in value) return toAddresses(value, path, report);
  if (typeof value === 'string' && !catalogue.faults.some(({ name }) => name === value))
    return noteWord(value, path, report, catalogue);
  if (typeof value === 'string') return fromFault(value, path, report, catalogue);
  if (isMap(value) && 'fault' in value) return fromFault(value, path, report, catalogue);
  const message = `must be healthy, silence, an RCODE, an address or a DNS fault, not ${nameOf(value)}`;
  const hint = `RCODEs are ${Object.keys(RCODES).join(', ')}; an address is \`{ address: 127.0.0.9 }\``;
  report.add(path, { code: 'wrong-type', message, hint });
  return undefined;
}

function noteWord(word: string, path: Path, report: Report, { faults }: Catalogue): undefined {
  const ours = faults.filter(isForQueries).map(({ name }) => name);
  const words = ['healthy', 'silence', ...Object.keys(RCODES), ...ours];
  const hint = didYouMean(word, words);
  report.add(path, { code: 'unknown-answer', message: `the resolver cannot say "${word}"`, hint });
  return undefined;
}

function toAddresses(value: Record<string, unknown>, path: Path, report: Report): NameReply | undefined {
  const checked = report.check(addressSchema, value, path);
  if (!checked) return undefined;
  const { address, ttl } = checked;
  return {
    say: 'addresses',
    addresses: typeof address === 'string' ? [address] : address,
    ...(ttl !== undefined && { ttl: Math.ceil(ttl / 1000) }),
  };
}

/** What a DNS fault says to every query that it does not count. */
function fromFault(
  value: string | Record<string, unknown>,
  path: Path,
  report: Report,
  catalogue: Catalogue,
): NameReply | undefined {
  const state = toFaultState(value, path, report, catalogue);
  if (!state) return undefined;
  const { effect } = state;
  if (effect.place === 'dns' && effect.says.list.length === 0) return effect.says.rest;
  const message =
    effect.place === 'dns' ? 'is a list of answers itself' : 'breaks the upstream, not what the resolver says of it';
  const hint = 'give it as the state of the upstream, in `upstreams` or `set`';
  report.add(path, { code: 'not-for-a-query', message: `${state.fault} ${message}`, hint });
  return undefined;
}
