import { z } from 'zod';
import { durationSchema } from '../core/duration-schema.ts';

const tag = z.string().regex(/^[\w.-]+$/, { error: 'is no tag; letters, digits, dots and dashes' });
const row = z.record(z.string(), z.unknown(), { error: 'must be a map: column and value' });
const reason = z.string({ error: 'must be the reason why the rule is waived' }).min(1);

/** A scenario as it stands in YAML; what is `unknown` here is checked for each matrix row by code of its own. */
export const scenarioShape = z.strictObject({
  name: z.string().min(1).describe('What happens, in one line.'),
  why: z.string().min(1).describe('What it is good for, and why the answer expected is the right one.').optional(),
  tags: z
    .array(tag, { error: 'must be a list such as [crash, truncation]' })
    .describe('Words to select by, with --tag.')
    .optional(),
  source: z
    .url({ protocol: /^https?$/ })
    .describe('Where it comes from: an incident, an issue, a manual.')
    .optional(),
  gateway: z.unknown().optional(),
  upstreams: z.unknown(),
  matrix: z
    .array(row, { error: 'must be a list of rows, each a map' })
    .min(1)
    .describe('Each row plays the scenario once, with ${column} replaced by its cell.')
    .optional(),
  steps: z.unknown(),
  signature: z.unknown().optional(),
  fix: z.unknown().optional(),
  allow: z
    .record(z.string(), reason, { error: 'must be a map: id of a standing rule and the reason' })
    .describe('Standing rules that are waived here, each with the reason.')
    .optional(),
});

/** In milliseconds: below, a healthy upstream may be late; above, a case lasts longer than anybody waits for. */
const [SHORTEST, LONGEST] = [100, 60_000] as const;

const timeout = durationSchema.refine((ms) => ms >= SHORTEST && ms <= LONGEST, {
  error: 'a timeout of a gateway is 100ms to 60s',
});

/** `gateway` as a map: what the scenario asks of any gateway. */
export const gatewaySettingsShape = z.strictObject({
  only: z.string().min(1).describe('Name of the one gateway to play on.').optional(),
  keepalive: z.boolean().describe('Keep upstream connections open between requests.').optional(),
  cache: z
    .boolean()
    .describe('Keep responses that say how long they stay fresh, and answer from them meanwhile.')
    .optional(),
  http2: z.boolean().describe('Speak HTTP/2 to the upstreams, in clear text and with prior knowledge.').optional(),
  tls: z.boolean().describe('Speak TLS to the upstreams, and verify their certificates.').optional(),
  unix: z.boolean().describe('Reach the upstreams by Unix sockets, and not by TCP.').optional(),
  'client-certificate': z
    .boolean()
    .describe('Show a certificate to upstreams that want one; goes with `tls`.')
    .optional(),
  revocation: z.boolean().describe('Ask revocation lists about certificates; goes with `tls`.').optional(),
  sessions: z.boolean().describe('Keep TLS sessions, and offer them again; goes with `tls`.').optional(),
  timeouts: z
    .strictObject({
      connect: timeout.describe('Until a connection to the upstream is there.').optional(),
      read: timeout.describe('Without a word of the upstream, while it owes an answer.').optional(),
    })
    .refine(({ connect, read }) => connect !== undefined || read !== undefined, {
      error: 'must say one at least: connect or read',
    })
    .describe(
      'How long the gateway waits for upstreams; 1s each unless said. Those with timeouts of their own skip it.',
    )
    .optional(),
  retries: z
    .enum(['on', 'off'], { error: 'must be on or off' })
    .describe(
      'off: no second attempt of any kind. on, the default: as the gateway does by itself, or as replicas ask for.',
    )
    .optional(),
  pool: z
    .strictObject({
      connections: z.int().min(1).max(100).describe('Most requests at one upstream at once.'),
      queue: z
        .int()
        .min(1)
        .max(100)
        .describe('How many more may wait, where the gateway counts them; none by default.')
        .optional(),
      wait: durationSchema
        .refine((ms) => ms >= 50 && ms <= LONGEST, { error: 'a wait in a queue is 50ms to 60s' })
        .describe('How long they may wait, where the gateway can be told; 1s by default. Goes with `queue`.')
        .optional(),
    })
    .describe('A limit of what is at one upstream at once. What is too much is answered 503.')
    .optional(),
  configuration: z
    .record(
      z.string(),
      z.string({ error: "must be text of the gateway's own configuration" }).regex(/\S/, 'says nothing'),
      {
        error: 'must be a map: a gateway and text of its configuration',
      },
    )
    .describe('Text for the configuration of gateways, by their names: put in as it stands. Others go without.')
    .optional(),
});

/** `fix`: what is different where the incident is mended; what it does not name stays as it is. */
export const fixShape = z.strictObject({
  what: z.string().min(1).describe('What the fix is, in one sentence.'),
  gateway: z.unknown().optional(),
  upstreams: z.unknown().optional(),
  steps: z.unknown().optional(),
});
