import type { FaultEvidence } from './fault.ts';
import type { CertificateKind } from './tls.ts';

/** Fired when a gateway was shown this certificate, whatever it made of it. */
export function wasShown(certificate: CertificateKind): (evidence: FaultEvidence) => string | null {
  return ({ observations }) => {
    const shown = observations.some(
      (event) => event.kind === 'handshake' && event.certificate === certificate && event.shown,
    );
    return shown ? null : `no gateway was shown the certificate, ${certificate}`;
  };
}

/** Fired when a handshake failed, and the upstream's reason for it, in OpenSSL's words, is one of these. */
export function handshakeFailed(reasons: RegExp): (evidence: FaultEvidence) => string | null {
  return ({ observations }) => {
    const ends = observations.filter((event) => event.kind === 'handshake');
    if (ends.some((event) => !event.done && reasons.test(event.detail))) return null;
    const seen = ends.map((event) => event.detail).join('; ') || 'no handshake came to its end';
    return `a handshake should have failed, and the reason be like ${reasons.source}: ${seen}`;
  };
}
