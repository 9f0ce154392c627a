import { didYouMean } from '../core/did-you-mean.ts';
import type { Expectation } from '../core/expectation.ts';
import type { Place } from '../core/place.ts';
import type { Expectations } from '../core/scenario.ts';
import { isVersionRange, splitGateway } from '../core/version-range.ts';
import { type Catalogue, UPSTREAM_NAMES } from './catalogue.ts';
import { nameOf } from './explain-issue.ts';
import { isMap } from './is-map.ts';
import type { Path } from './path.ts';
import type { Report } from './report.ts';

type Plain = Omit<Expectations, 'perGateway'>;

/** The key of the overrides by gateway. */
export const PER_GATEWAY = 'per-gateway';

/** Where an `expect` stands. */
export interface ExpectContext {
  readonly report: Report;
  readonly catalogue: Catalogue;
  /** The upstreams that the scenario declares. */
  readonly upstreams: readonly string[];
}

/** The checked value of `expect:`; undefined, with the problems noted, where it is none. */
export function toExpectations(value: unknown, path: Path, context: ExpectContext): Expectations | undefined {
  const entries = entriesOf(value, path, context.report);
  if (!entries) return undefined;
  const plain = toPlain(
    entries.filter(([key]) => key !== PER_GATEWAY),
    path,
    context,
  );
  const overrides = entries.find(([key]) => key === PER_GATEWAY);
  const perGateway = overrides ? toPerGateway(overrides[1], [...path, PER_GATEWAY], context) : {};
  return plain && perGateway && { ...plain, perGateway };
}

function toPerGateway(value: unknown, path: Path, context: ExpectContext): Record<string, Plain> | undefined {
  const { report, catalogue } = context;
  const result: Record<string, Plain> = {};
  let whole = true;
  for (const [gateway, given] of entriesOf(value, path, report) ?? []) {
    const at = [...path, gateway];
    const [name, range] = splitGateway(gateway);
    if (catalogue.gateways && !catalogue.gateways.includes(name)) {
      const hint = didYouMean(name, catalogue.gateways, 'gateways');
      report.add(at, { code: 'unknown-gateway', message: `unknown gateway "${name}"`, hint, at: 'key' });
    }
    if (range !== null && !isVersionRange(range)) {
      const message = `"${range}" is no range of versions`;
      const hint = `\`${name}@<1.25\` or \`"${name}@>=1.22 <1.25"\`: comparators, of which all must hold`;
      report.add(at, { code: 'bad-versions', message, hint, at: 'key' });
    }
    const plain = toPlain(entriesOf(given, at, report) ?? [], at, context);
    if (plain) result[gateway] = plain;
    else whole = false;
  }
  return whole ? result : undefined;
}

function toPlain(entries: readonly [string, unknown][], path: Path, context: ExpectContext): Plain | undefined {
  const values: Record<string, unknown> = {};
  const places: Record<string, Place> = {};
  for (const [key, value] of entries) {
    const at = [...path, key];
    const expectation = findExpectation(key, at, context);
    const checked = expectation && context.report.check(expectation.schema, value, at);
    if (checked === undefined) continue;
    values[key] = checked;
    places[key] = context.report.keyPlace(at);
  }
  return Object.keys(values).length === entries.length ? { values, places } : undefined;
}

function findExpectation(key: string, path: Path, context: ExpectContext): Expectation | undefined {
  const { report, catalogue, upstreams } = context;
  const [, base, name] = /^([^.]+)\.(.+)$/s.exec(key) ?? [];
  const expectation = catalogue.expectations.find((one) => (one.named ? one.key === base : one.key === key));
  if (expectation && (!expectation.named || upstreams.includes(name ?? ''))) return expectation;
  if (expectation) {
    const hint = UPSTREAM_NAMES.includes(name ?? '')
      ? `add \`${name}: healthy\` to upstreams`
      : didYouMean(name ?? '', upstreams);
    const message = `the scenario does not declare the upstream "${name}"`;
    report.add(path, { code: 'undeclared-upstream', message, hint, at: 'key' });
    return undefined;
  }
  const valid = catalogue.expectations.flatMap((one) =>
    one.named ? upstreams.map((upstream) => `${one.key}.${upstream}`) : [one.key],
  );
  const hint = didYouMean(key, [...valid, PER_GATEWAY], 'expectations');
  report.add(path, { code: 'unknown-expectation', message: `unknown expectation "${key}"`, hint, at: 'key' });
  return undefined;
}

function entriesOf(value: unknown, path: Path, report: Report): [string, unknown][] | undefined {
  if (isMap(value) && Object.keys(value).length > 0) return Object.entries(value);
  const message = `must be a map of expectations, not ${isMap(value) ? 'an empty one' : nameOf(value)}`;
  report.add(path, { code: 'wrong-type', message, hint: '`{ status: 502 }` is one' });
  return undefined;
}
