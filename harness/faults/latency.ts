import { createHash } from 'node:crypto';
import { z } from 'zod';
import { durationSchema } from '../core/duration-schema.ts';
import { defineFault } from '../core/fault.ts';
import { stalled } from '../core/fired.ts';
import type { Outcome } from '../core/outcome.ts';
import { REQUEST_BY_REQUEST, type RequestScript } from '../core/script.ts';

/** A gateway waits for no answer longer than its read timeout, and passes on what comes sooner. */
const OUTCOME: Outcome = { error: 'http_response_timeout', bound: 'read-timeout', accepts: ['error', 'passed-on'] };
/** Requests that have a delay of their own; later ones are late by `delay`. */
const DRAWN = 256;

const late = (ms: number): RequestScript => ({
  steps: [{ do: 'read', what: 'body' }, { do: 'stall', ms }, { do: 'answer' }],
  optional: true,
});

const fixed = defineFault({
  name: 'latency-fixed',
  ref: 'B01',
  summary: 'Every answer is healthy, and begins `delay` after the request was read.',
  group: 'network',
  params: z.strictObject({ delay: durationSchema.prefault('3s') }),
  examples: ['latency-fixed', '{ fault: latency-fixed, delay: 400ms }'],
  isolate: 'none',
  needs: [],
  outcome: OUTCOME,
  effect: ({ delay }) => ({
    place: 'script',
    script: { connections: [], rest: REQUEST_BY_REQUEST, requests: { list: [], rest: late(delay) } },
  }),
  fired: stalled,
});

const jitter = defineFault({
  name: 'latency-jitter',
  ref: 'B02',
  summary: 'Each answer is healthy, and late by a time of its own: `delay`, give or take at most `jitter`.',
  group: 'network',
  params: z
    .strictObject({
      delay: durationSchema.prefault('200ms'),
      jitter: durationSchema.prefault('150ms'),
      seed: z.int().min(0).default(1),
    })
    .refine(({ delay, jitter }) => jitter <= delay, { path: ['jitter'], error: 'must not be more than `delay`' }),
  examples: ['latency-jitter', '{ fault: latency-jitter, delay: 1s, jitter: 500ms, seed: 7 }'],
  isolate: 'none',
  needs: [],
  outcome: OUTCOME,
  effect: ({ delay, jitter, seed }) => {
    const list = Array.from({ length: DRAWN }, (_, nth) =>
      late(Math.round(delay + jitter * (2 * drawn(seed, nth) - 1))),
    );
    return {
      place: 'script',
      script: { connections: [], rest: REQUEST_BY_REQUEST, requests: { list, rest: late(delay) } },
    };
  },
  fired: stalled,
});

export default [fixed, jitter];

/** A number from 0 to 1, evenly spread, that seed and ordinal alone decide. */
function drawn(seed: number, nth: number): number {
  return createHash('sha256').update(`${seed}:${nth}`).digest().readUInt32BE() / 0xffff_ffff;
}
