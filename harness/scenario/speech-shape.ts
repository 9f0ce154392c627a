import { z } from 'zod';
import { durationSchema } from '../core/duration-schema.ts';
import type { Http2Conduct } from '../core/http2-script.ts';
import type { ConnectionScript, UpstreamScript } from '../core/script.ts';
import { CERTIFICATES, CLIENT_CERTIFICATES, TLS_VERSIONS, type TlsProfile } from '../core/tls.ts';

/** Versions as people write them; YAML reads 1.2 as a number. */
const WRITTEN = ['1.0', '1.1', '1.2', '1.3'] as const;
/** The names in RFC 9113 section 6.5.2: each one's identifier is its index and one. */
const SETTINGS = [
  'HEADER_TABLE_SIZE',
  'ENABLE_PUSH',
  'MAX_CONCURRENT_STREAMS',
  'INITIAL_WINDOW_SIZE',
  'MAX_FRAME_SIZE',
  'MAX_HEADER_LIST_SIZE',
] as const;

const version = z
  .union([z.string(), z.number()])
  .transform((given) => (typeof given === 'number' ? given.toFixed(1) : given))
  .pipe(z.enum(WRITTEN, { error: 'must be 1.0, 1.1, 1.2 or 1.3' }))
  .transform((written) => TLS_VERSIONS[WRITTEN.indexOf(written)] ?? 'TLSv1.3');
const certificate = z.enum(CERTIFICATES, { error: `must be one of ${CERTIFICATES.join(', ')}` });

const profile = z
  .strictObject({
    certificate: certificate.describe('What it shows; a good one by default.').optional(),
    version: version.describe('The one version of TLS that it speaks; 1.2 and 1.3 by default.').optional(),
    suites: z
      .array(z.string().regex(/^TLS_\w+$/, { error: 'must be a name such as TLS_AES_128_GCM_SHA256' }))
      .min(1)
      .describe('The cipher suites of TLS 1.3 that it has.')
      .optional(),
    alpn: z
      .array(z.string().min(1), { error: 'must be a list such as [h2, http/1.1]' })
      .min(1)
      .describe('The protocols that it has, where the client asks by ALPN.')
      .optional(),
    'client-certificate': z
      .enum(CLIENT_CERTIFICATES)
      .describe('It wants one, and takes those of our root, or (`rotated`) of another root of the same name alone.')
      .optional(),
    drip: z
      .strictObject({ piece: z.int().min(1), every: durationSchema })
      .describe('Its part of the handshake comes in pieces of so many octets, one each so often.')
      .optional(),
  })
  .transform(
    ({ version: only, 'client-certificate': clientCertificate, ...rest }): TlsProfile => ({
      ...rest,
      ...(only && { versions: [only, only] }),
      ...(clientCertificate && { clientCertificate }),
    }),
  );

const word = z
  .enum(['none', ...CERTIFICATES], { error: `must be none, a certificate (${CERTIFICATES.join(', ')}) or a map` })
  .transform((given): TlsProfile | null => (given === 'none' ? null : { certificate: given }));

const tls = z
  .union([word, profile])
  .describe('How it speaks TLS, where the gateway does: the certificate that it shows, more than that, or not at all.');

const http2 = z
  .strictObject({
    settings: z
      .partialRecord(z.enum(SETTINGS), z.int().min(0).max(0xffffffff))
      .describe('Its first SETTINGS (RFC 9113 section 6.5.2).')
      .optional(),
    'leaves-out': z
      .array(z.enum(['settings', 'settings-ack', 'ping-ack', 'window-update']))
      .min(1)
      .describe('Frames that it owes its peer and never sends.')
      .optional(),
  })
  .transform(
    ({ settings, 'leaves-out': leavesOut }): Http2Conduct => ({
      ...(settings && { settings: SETTINGS.flatMap((name, index) => pair(index + 1, settings[name])) }),
      ...(leavesOut && { leavesOut }),
    }),
  )
  .describe('How it behaves as a server of HTTP/2, beside what its script does.');

/** The keys beside a script that say how TLS and HTTP/2 are spoken below it. */
export const SPEECH_SHAPE = { tls: tls.optional(), http2: http2.optional() };

/** What the keys stand for, once checked. */
export interface Speech {
  readonly tls?: TlsProfile | null | undefined;
  readonly http2?: Http2Conduct | undefined;
}

/** A script that is spoken like this. */
export function spoken(script: UpstreamScript, { tls, http2 }: Speech): UpstreamScript {
  const behaving = (one: ConnectionScript): ConnectionScript => (http2 ? { ...one, http2 } : one);
  return {
    ...script,
    connections: script.connections.map(behaving),
    rest: script.rest && behaving(script.rest),
    ...(tls === undefined ? {} : { tls }),
  };
}

function pair(identifier: number, value: number | undefined): (readonly [number, number])[] {
  return value === undefined ? [] : [[identifier, value]];
}
