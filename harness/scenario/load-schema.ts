import { z } from 'zod';
import { durationSchema } from '../core/duration-schema.ts';

const SHAPE = /^\s*([1-9]\d*)\/s\s*$/;
/** Requests a second: more than one process of Node can send in time. */
const FASTEST = 10_000;
/** What a load may last, in milliseconds, and send in all: bounded, as it has a machine to itself for so long. */
const LONGEST = 60_000;
const MOST = 100_000;

const rate = z
  .string({ error: 'must be a rate such as 200/s' })
  .regex(SHAPE, { error: 'must be a rate such as 200/s: requests that begin in a second' })
  .transform((text) => Number(SHAPE.exec(text)?.[1]))
  .refine((perSecond) => perSecond <= FASTEST, { error: `a load has at most ${FASTEST} requests a second` })
  .meta({ description: 'Requests that begin in a second, whether or not those before are over: 200/s.' });

/** `load`: a rate, for how long, and the request; what the request must be is checked by code of its own. */
export const loadSchema = z
  .strictObject({ rate, for: durationSchema, request: z.unknown() })
  .refine((load) => load.for <= LONGEST, { path: ['for'], error: 'a load lasts 60s at most' })
  .refine((load) => (load.rate * load.for) / 1000 >= 1, { path: ['for'], error: 'too short for a single request' })
  .refine((load) => (load.rate * load.for) / 1000 <= MOST, {
    path: ['rate'],
    error: `a load has at most ${MOST} requests in all; take a lower rate or a shorter time`,
  });
