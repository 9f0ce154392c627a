import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Exchange } from '../core/evidence.ts';
import { defineExpectation } from '../core/expectation.ts';
import { describeAnswer } from '../core/facts.ts';

/** How much of a body a report shows, in characters. */
const SHOWN = 60;

const schema = z.union(
  [
    z.enum(['complete', 'truncated', 'truncated-only']),
    z.strictObject({ equals: z.string() }),
    z.strictObject({ contains: z.string().min(1) }),
    z.strictObject({ sha256: z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 lower-case hexadecimal digits') }),
  ],
  { error: 'must be complete, truncated, truncated-only, or one of equals, contains and sha256 with its value' },
);

type Wanted = z.infer<typeof schema>;

export default defineExpectation({
  key: 'body',
  named: false,
  summary:
    'Whether the client got the whole body, can tell that it did not (a visible cut, or a 5xx instead), or which.',
  schema,
  examples: [
    'complete',
    'truncated',
    'truncated-only',
    '{ equals: hello }',
    '{ contains: ell }',
    `{ sha256: ${sha256('')} }`,
  ],
  judge(wanted, { exchanges }) {
    return exchanges
      .filter(({ exchange }) => !isAsWanted(exchange, wanted))
      .map(({ exchange }) => ({ expected: describe(wanted), actual: describeBody(exchange), exchange: exchange.id }));
  },
});

function isAsWanted(exchange: Exchange, wanted: Wanted): boolean {
  const { final } = exchange;
  if (wanted === 'truncated') return isVisiblyCut(exchange) || (final !== null && final.status >= 500);
  if (wanted === 'truncated-only') return final !== null && isVisiblyCut(exchange);
  if (wanted === 'complete') return final?.complete === true;
  const body = final?.body ?? null;
  if ('contains' in wanted) return body?.includes(wanted.contains) === true;
  if (!final?.complete) return false;
  return 'equals' in wanted ? final.body.equals(Buffer.from(wanted.equals)) : sha256(final.body) === wanted.sha256;
}

/** A client that is left waiting cannot tell; any other end without a complete response says that something is missing. */
function isVisiblyCut({ final, ended }: Exchange): boolean {
  return final?.complete !== true && ended !== 'timeout';
}

function describe(wanted: Wanted): string {
  if (wanted === 'complete') return 'a complete body';
  if (wanted === 'truncated') return 'a cut that the client can see, or a 5xx instead';
  if (wanted === 'truncated-only') return 'a response with a cut that the client can see';
  if ('equals' in wanted) return `the body ${show(wanted.equals)}`;
  return 'contains' in wanted ? `a body with ${show(wanted.contains)} in it` : `a body with SHA-256 ${wanted.sha256}`;
}

function describeBody(exchange: Exchange): string {
  const body = exchange.final?.body;
  if (!body || body.length === 0) return `${describeAnswer(exchange)}, no body`;
  return `${describeAnswer(exchange)}, ${body.length} bytes of body: ${show(body.toString('utf8'))}`;
}

function show(text: string): string {
  return JSON.stringify(text.length > SHOWN ? `${text.slice(0, SHOWN - 3)}...` : text);
}

function sha256(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}
