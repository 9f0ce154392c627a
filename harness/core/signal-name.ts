import { z } from 'zod';

/** The name of a signal that clients and upstreams of a case give each other. */
export const signalNameSchema = z
  .string({ error: 'must be the name of a signal' })
  .regex(/^[\w.-]+$/, { error: 'is no name of a signal; letters, digits, dots and dashes' });

/** How long an upstream's script waits for a signal unless it says so, in milliseconds. */
export const SIGNAL_WITHIN = 5000;
