import { z } from 'zod';
import { defineFault } from '../core/fault.ts';
import { wasShown } from '../core/handshake-fired.ts';
import type { Acceptable, Outcome } from '../core/outcome.ts';
import { healthyOver } from '../core/over-tls.ts';
import type { CertificateKind } from '../core/tls.ts';

interface Member {
  readonly name: string;
  readonly ref: string;
  readonly summary: string;
  readonly certificate: CertificateKind;
  readonly error?: Outcome['error'] | undefined;
  readonly accepts?: readonly Acceptable[] | undefined;
}

/** An upstream that is healthy but for its certificate. A gateway that verifies must not go on (RFC 9110 section 4.3.4). */
function certificate({
  name,
  ref,
  summary,
  certificate,
  error = 'tls_certificate_error',
  accepts = ['error'],
}: Member) {
  return defineFault({
    name: `tls-certificate-${name}`,
    ref,
    summary,
    group: 'tls',
    params: z.strictObject({}),
    examples: [`tls-certificate-${name}`],
    isolate: 'none',
    needs: [],
    outcome: { error, bound: 'at-once', accepts },
    effect: () => healthyOver({ certificate }),
    fired: wasShown(certificate),
  });
}

/** A short key, or a hash that is broken: how much is too little is the gateway's own policy (RFC 8446 section 4.4.2.4). */
const WEAK = defineFault({
  name: 'tls-certificate-weak',
  ref: 'C14',
  summary: 'The certificate is signed over SHA-1, or its RSA key has 1024 bits.',
  group: 'tls',
  params: z.strictObject({ weakness: z.enum(['sha1-signature', 'rsa-1024']).prefault('sha1-signature') }),
  examples: ['tls-certificate-weak', '{ fault: tls-certificate-weak, weakness: rsa-1024 }'],
  isolate: 'none',
  needs: [],
  outcome: { error: 'tls_certificate_error', bound: 'at-once', accepts: ['error', 'passed-on'] },
  effect: ({ weakness }) => healthyOver({ certificate: weakness }),
  fired: (evidence) => wasShown('sha1-signature')(evidence) && wasShown('rsa-1024')(evidence),
});

export default [
  certificate({
    name: 'expired',
    ref: 'C06',
    summary: 'The certificate has been out of date since yesterday.',
    certificate: 'expired',
  }),
  certificate({
    name: 'not-yet-valid',
    ref: 'C07',
    summary: 'The certificate is valid from tomorrow on.',
    certificate: 'not-yet-valid',
  }),
  certificate({
    name: 'self-signed',
    ref: 'C09',
    summary: 'The certificate is signed by its own key.',
    certificate: 'self-signed',
  }),
  certificate({
    name: 'unknown-root',
    ref: 'C10',
    summary: 'The chain is whole, and leads to a root of the same name that the gateway does not trust.',
    certificate: 'unknown-root',
  }),
  certificate({
    name: 'wrong-name',
    ref: 'C11',
    summary: 'The certificate is good, and is for another host name.',
    certificate: 'wrong-name',
  }),
  certificate({
    name: 'missing-intermediate',
    ref: 'C12',
    summary: 'The server sends its own certificate without the intermediate that leads to the root.',
    certificate: 'missing-intermediate',
  }),
  // Its serial number is on the list of the intermediate (RFC 5280 section 5); who asks no list takes it.
  certificate({
    name: 'revoked',
    ref: 'C13',
    summary: 'The certificate is good, and its serial number is on the revocation list of its issuer.',
    certificate: 'revoked',
    accepts: ['error', 'passed-on'],
  }),
  WEAK,
  // A limit on its size is no more than prudence (SSL_CTX_set_max_cert_list(3)).
  certificate({
    name: 'chain-oversized',
    ref: 'C25',
    summary: 'The chain is good, and 24 certificates of 16 KB that belong to none follow it.',
    certificate: 'oversized-chain',
    error: 'tls_protocol_error',
    accepts: ['error', 'passed-on'],
  }),
];
