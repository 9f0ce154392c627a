import { z } from 'zod';
import { textPattern } from './text-pattern.ts';

const HELP = 'must be a text, or a pattern between slashes';

/** What a line or a page is to hold: a text, or a regular expression between slashes. */
export const textPatternSchema = z
  .string(HELP)
  .min(1, HELP)
  .refine((value) => textPattern(value) !== undefined, 'is no regular expression');
