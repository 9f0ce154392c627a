import { z } from 'zod';
import { durationSchema } from '../core/duration-schema.ts';

const text = z.string({ error: 'must be text; put quotes round it' });

/** A gateway that is a command, as it stands in gatecrash.yaml. */
export const commandGatewayShape = z.strictObject({
  command: z.union([text.min(1), z.array(text).min(1)], { error: 'must be a command: a text, or a list of words' }),
  files: z.record(z.string(), text, { error: 'must be a map: file name and content' }).optional(),
  env: z.record(z.string(), text, { error: 'must be a map: name and text' }).optional(),
  timeouts: z.strictObject({ connect: durationSchema, read: durationSchema }),
  features: z.array(z.enum(['keepalive', 'cache'])).optional(),
  stop: z.enum(['SIGTERM', 'SIGINT', 'SIGQUIT']).optional(),
});

/** gatecrash.yaml; each gateway is checked on its own. */
export const configShape = z.strictObject({ gateways: z.record(z.string(), z.unknown()).nullable() });

/** What belongs to the other ways to bring a gateway: a configuration that is run as it stands. */
export const PLACE_KEYS: ReadonlySet<string> = new Set(['listen', 'upstreams', 'routes', 'host']);
