import { z } from 'zod';

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
});

/** `fix`: what is different where the incident is mended; what it does not name stays as it is. */
export const fixShape = z.strictObject({
  what: z.string().min(1).describe('What the fix is, in one sentence.'),
  gateway: z.unknown().optional(),
  upstreams: z.unknown().optional(),
  steps: z.unknown().optional(),
});
