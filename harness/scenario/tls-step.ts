import { z } from 'zod';
import type { UpstreamStep } from '../core/script.ts';
import { TLS_ALERTS, type TlsAlert } from '../core/tls-alerts.ts';

/** The steps of TLS that are one word. */
export const TLS_WORD_STEPS = ['spoil-record', 'close-without-notify'] as const;

const NAMES = Object.keys(TLS_ALERTS) as [TlsAlert, ...TlsAlert[]];

/** A fatal alert, by its name or number. */
export const alertStep = z
  .union([z.enum(NAMES), z.int().min(0).max(255)], {
    error: 'must be an alert such as handshake_failure, or its number',
  })
  .transform((given): UpstreamStep => ({ do: 'alert', code: typeof given === 'number' ? given : TLS_ALERTS[given] }))
  .describe('An alert of RFC 8446 section 6, by name or number.');

/** KeyUpdates of TLS 1.3. */
export const keyUpdateStep = z
  .strictObject({
    times: z.int().min(1).max(100_000).describe('How many of them, at once.'),
    asks: z.boolean().describe('Each one asks for one back.').optional(),
  })
  .transform((given): UpstreamStep => ({ do: 'key-update', ...given }));
