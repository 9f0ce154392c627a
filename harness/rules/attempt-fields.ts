import type { Attempt, ExchangeFacts } from '../core/facts.ts';
import { type Field, fieldValues } from '../core/http.ts';
import type { Rule, Violation } from '../core/rule.ts';
import { describeAttempt } from './facts/describe-attempt.ts';
import { endToEnd } from './facts/end-to-end.ts';
import { everyExchange } from './facts/every-exchange.ts';
import { isUnknownField } from './facts/unknown-field.ts';

/** What may differ between two attempts: where it goes, how it is framed, which attempt it is, and what other rules are for. */
const OF_THE_ATTEMPT =
  /^(?:host|via|forwarded|content-length|date|max-forwards|expect|x-forwarded-.*|x-real-ip|x-envoy-.*|x-(?:.*-)?(?:attempt|retry).*|x-request-id|x-b3-.*|b3|traceparent|tracestate)$/i;
/** What a client says of its request or itself, and no gateway changes unless it is told to. */
const OF_THE_CLIENT =
  /^(?:accept|accept-language|authorization|content-type|content-language|idempotency-key|user-agent)$/i;
/** W3C Trace Context, section 3.2.2; all zeros is no trace. */
const TRACEPARENT = /^[\da-f]{2}-(?!0{32})([\da-f]{32})-(?!0{16})[\da-f]{16}-[\da-f]{2}/;

export default [
  {
    id: 'OP-16',
    title: 'Every attempt carries the same request',
    level: 'practice',
    source: 'operational practice',
    summary:
      'Each attempt at a request has the method, the target, the fields and the body of the others, and the body and fields that the client sent: a retry that says something else does something else.',
    example: 'Upstream: closes as a PUT arrives. Gateway: sends it again without its body.',
    judge: (facts) => {
      const { cache } = facts.case.variant.settings;
      return everyExchange(facts)
        .filter(({ exchange }) => exchange.aborted === null)
        .flatMap((one) => [...unlikeTheFirst(one), ...(cache ? [] : unlikeTheClients(one))]);
    },
  },
  {
    id: 'OP-44',
    title: 'The request id is the same in every attempt',
    level: 'practice',
    source: 'operational practice; Envoy, "x-request-id"',
    summary:
      'Where a request has an X-Request-Id, every attempt at it has the same, and so has an error that the gateway makes: by it people find one request in many logs.',
    example: 'Gateway: sends a GET again with a new X-Request-Id.',
    judge: (facts) => everyExchange(facts).flatMap(changedRequestId),
  },
  {
    id: 'OP-45',
    title: 'The trace goes on in every attempt',
    level: 'practice',
    source: 'W3C Trace Context, section 3.2.2',
    summary:
      "A gateway that forwards traceparent does so in every attempt, with the client's trace-id: another one tears the trace apart.",
    example: 'Client: `traceparent: 00-4bf9…-…-01`. Second attempt: another trace-id.',
    judge: (facts) =>
      everyExchange(facts).flatMap(({ exchange, attempts }) => {
        const wanted = traceIds(exchange.fields);
        const forwarded = attempts.some(({ fields }) => fieldValues(fields, 'traceparent').length > 0);
        if (wanted.length !== 1 || !forwarded) return [];
        return attempts
          .filter(({ fields }) => traceIds(fields).join() !== wanted.join())
          .map((attempt) => ({
            expected: `the trace-id ${wanted}`,
            actual: `${describeAttempt(attempt)}: ${show('traceparent', attempt.fields)}`,
            exchange: exchange.id,
          }));
      }),
  },
] satisfies Rule[];

function unlikeTheFirst({ exchange, attempts }: ExchangeFacts): Violation[] {
  const [first, ...others] = attempts;
  if (!first) return [];
  return others.flatMap((other) =>
    differences(first, other).map(([expected, actual]) => ({
      expected: `${expected}, as in the first attempt`,
      actual: `${describeAttempt(other)}: ${actual}`,
      exchange: exchange.id,
    })),
  );
}

type Difference = readonly [expected: string, actual: string];

function differences(first: Attempt, other: Attempt): Difference[] {
  const lines = [first, other].map(({ method, target }) => `${method} ${target}`);
  const [asked = '', askedNow = ''] = lines;
  const names = new Set([...first.fields, ...other.fields].map(([name]) => name.toLowerCase()));
  const own = [first, other].map(({ fields }) => endToEnd(fields).filter(([name]) => !OF_THE_ATTEMPT.test(name)));
  const [before = [], after = []] = own;
  return [
    ...(asked === askedNow ? [] : [[asked, askedNow] as const]),
    ...[...names].map((name) => [show(name, before), show(name, after)] as const).filter(([was, is]) => was !== is),
    ...bodyDifference(first.body, other.body),
  ];
}

function unlikeTheClients({ exchange, attempts }: ExchangeFacts): Violation[] {
  const fields = endToEnd(exchange.fields).filter(
    ([name]) => !OF_THE_ATTEMPT.test(name) && (isUnknownField(name) || OF_THE_CLIENT.test(name)),
  );
  return attempts.flatMap((attempt) => {
    const lost = fields
      .filter(([name, value]) => !show(name, attempt.fields).includes(value))
      .map(([name, value]): Difference => [`${name}: ${value}`, show(name, attempt.fields)]);
    const method: Difference[] =
      attempt.method === exchange.method ? [] : [[exchange.method, `${attempt.method} ${attempt.target}`]];
    const body = exchange.continued === 'not-sent' ? [] : bodyDifference(exchange.body ?? NO_BODY, attempt.body);
    return [...method, ...lost, ...body].map(([expected, actual]) => ({
      expected: `${expected}, as the client sent it`,
      actual: `${describeAttempt(attempt)}: ${actual}`,
      exchange: exchange.id,
    }));
  });
}

const NO_BODY = { bytes: 0, hash: '' };

/** A body that never came whole is no other body. */
function bodyDifference(wanted: Attempt['body'], given: Attempt['body']): Difference[] {
  if (!wanted || !given || (wanted.bytes === given.bytes && (wanted.bytes === 0 || wanted.hash === given.hash)))
    return [];
  const other = wanted.bytes === given.bytes ? `${given.bytes} other bytes` : `${given.bytes} bytes`;
  return [[`${wanted.bytes} bytes of body`, `${other} of body`]];
}

/** The ids of the attempts, compared with the first; and that of an error which the gateway made. */
function changedRequestId({ exchange, attempts, madeBy }: ExchangeFacts): Violation[] {
  const [first, ...others] = attempts;
  if (!first || fieldValues(exchange.fields, 'X-Request-Id').length === 0) return [];
  const wanted = show('X-Request-Id', first.fields);
  const told = madeBy === 'gateway' ? fieldValues(exchange.final?.fields ?? [], 'X-Request-Id') : [];
  return [
    ...others
      .filter(({ fields }) => show('X-Request-Id', fields) !== wanted)
      .map((other) => `${describeAttempt(other)}: ${show('X-Request-Id', other.fields)}`),
    ...told
      .filter(
        (id) =>
          fieldValues(first.fields, 'X-Request-Id').length > 0 &&
          !fieldValues(first.fields, 'X-Request-Id').includes(id),
      )
      .map((id) => `${exchange.final?.status} with X-Request-Id: ${id}`),
  ].map((actual) => ({ expected: `${wanted}, as in the first attempt`, actual, exchange: exchange.id }));
}

function traceIds(fields: readonly Field[]): string[] {
  return fieldValues(fields, 'traceparent').flatMap((value) => TRACEPARENT.exec(value.trim())?.[1] ?? []);
}

function show(name: string, fields: readonly Field[]): string {
  const values = fieldValues(fields, name);
  return values.length === 0 ? `no ${name}` : `${name}: ${values.map((value) => value.trim()).join(', ')}`;
}
