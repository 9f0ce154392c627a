import { parseRange, type Range } from '../../core/range.ts';
import type { Variant } from '../../core/scenario.ts';
import { type Expected, expectedIn, statusWords } from '../lint/expected.ts';
import { ledTo } from '../lint/happenings.ts';
import { type Lint, rowsOf } from '../lint.ts';

/** Expectations of one step that no answer can fulfil together. */
const contradiction: Lint = {
  code: 'contradiction',
  summary: 'Two expectations of one step cannot both hold.',
  find: ({ scenario }) =>
    rowsOf(scenario).flatMap(({ variant, row }) =>
      expectedIn(variant).flatMap((expected) =>
        CLASHES.flatMap((clash) => {
          const found = clash(expected, variant);
          return found ? [{ path: expected.pathTo(found.key), row, message: found.message, hint: found.hint }] : [];
        }),
      ),
    ),
};

export default contradiction;

type Found = { readonly key: string; readonly message: string; readonly hint: string };
type Clash = (expected: Expected, variant: Variant) => Found | null;

const CLASHES: readonly Clash[] = [
  noResponse,
  cutAndKept,
  cutAndWhole,
  unaskedAnswer,
  requestsWithoutConnection,
  tooLate,
];

/** `none` is a connection that ended without a byte: there is no body, no field, and nothing is kept. */
function noResponse({ values }: Expected): Found | null {
  if (values.status === undefined || statusWords(values.status).some((word) => word !== 'none')) return null;
  const needs = ['headers', 'body', 'connection'].find(
    (key) =>
      (key === 'headers' && values.headers !== undefined) ||
      (key === 'body' && values.body !== undefined && values.body !== 'truncated') ||
      (key === 'connection' && values.connection === 'kept'),
  );
  if (!needs) return null;
  const hint = 'take one of the two away, or let `status` have further ones';
  return { key: needs, message: 'where there is no answer (status: none) this cannot be', hint };
}

/** A cut is told by the end of the connection, or of its framing: what follows on it could not be read. */
function cutAndKept({ values }: Expected): Found | null {
  if (values.body !== 'truncated-only' || values.connection !== 'kept') return null;
  const message = 'a response that was cut ends its connection (body: truncated-only)';
  return { key: 'connection', message, hint: 'write `connection: closed`, or take it away' };
}

/** A response without content has nothing that could be cut (RFC 9110 sections 15.3.5 and 15.4.5). */
function cutAndWhole({ values, step }: Expected): Found | null {
  if (values.body !== 'truncated-only') return null;
  const request = step.kind === 'request' ? step.request : step.load.request;
  const empty = values.status !== undefined && statusWords(values.status).every((word) => /^(204|304)$/.test(word));
  if (!empty && request.method !== 'HEAD') return null;
  const why = empty ? `a ${statusWords(values.status).join(' or ')} has no body` : 'the answer to a HEAD has no body';
  return { key: 'body', message: `${why} that could be cut`, hint: 'take one of the two away' };
}

/** A success that reached no upstream, though nothing is kept that it could be made of. */
function unaskedAnswer({ values, step }: Expected, variant: Variant): Found | null {
  if (variant.settings.cache || variant.gateway !== null || values.status === undefined) return null;
  const request = step.kind === 'request' ? step.request : step.load.request;
  const [upstream, ...replicas] = ledTo(request, variant);
  const key = `upstream.${upstream}`;
  if (replicas.length > 0 || rangeOf(values[key], 'requests')?.max !== 0) return null;
  if (statusWords(values.status).some((word) => !/^2/.test(word))) return null;
  const message = `a success that never reached ${upstream}: nobody but ${upstream} gives it`;
  return { key, message, hint: '`requests` counts those of all steps; write how many this makes' };
}

/** A request comes on a connection. */
function requestsWithoutConnection({ values }: Expected): Found | null {
  for (const key of Object.keys(values).filter((one) => one.startsWith('upstream.'))) {
    const [requests, connections] = [rangeOf(values[key], 'requests'), rangeOf(values[key], 'connections')];
    if (requests && connections && requests.min > 0 && connections.max === 0)
      return {
        key,
        message: `${requests.min} requests and no connection: a request comes on one`,
        hint: 'count at least one connection',
      };
    const attempts = rangeOf(values[key], 'attempts');
    if (requests && attempts && (requests.max < attempts.min || attempts.max < requests.min))
      return { key, message: 'requests and attempts are the same count', hint: 'keep one of the two' };
  }
  return null;
}

/** `recovered` looks at the requests of the load that come later than this after the last change. */
function tooLate({ values, step }: Expected): Found | null {
  if (step.kind !== 'load') return null;
  const { within } = (values.recovered ?? { within: -1 }) as { readonly within: number };
  const rest = step.load.duration - (step.during.at(-1)?.at ?? 0);
  if (within < rest) return null;
  const message = `the load ends ${rest} ms after its last change: no request comes so late`;
  return { key: 'recovered', message, hint: 'let the load go on for longer, or ask for less' };
}

function rangeOf(counts: unknown, what: string): Range | undefined {
  const count = (Object(counts) as Record<string, unknown>)[what];
  return parseRange(String(count ?? ''), (text) => (/^\d+$/.test(text) ? Number(text) : undefined));
}
