import { z } from 'zod';
import { headersSchema, TOKEN } from './header-schema.ts';

/** The words by which an entry of `when` says which requests it means. */
export const SELECTOR_SHAPE = {
  every: z.int().min(1).describe('Every n-th request that fits.').optional(),
  first: z.int().min(1).describe('The first n requests that fit.').optional(),
  probability: z
    .number({ error: 'must be a number from 0 to 1' })
    .min(0)
    .max(1)
    .describe('Each request that fits with this probability, 0 to 1; the seed decides which.')
    .optional(),
  seed: z.int().describe('The same seed means the same requests in every run; 0 without.').optional(),
  path: z
    .string()
    .min(1)
    .describe('The path as the upstream sees it, without the query; `*` stands for any octets.')
    .optional(),
  method: z
    .string()
    .regex(new RegExp(`^${TOKEN}$`), { error: 'is no method' })
    .optional(),
  headers: headersSchema.describe('Header fields with their values; `*` stands for any octets.').optional(),
} as const;

/** The words of a selector that count requests: an entry has one of them at most. */
export const COUNTING_WORDS = ['every', 'first', 'probability'] as const;
