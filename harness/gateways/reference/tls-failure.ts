import { UpstreamFailure } from './failures.ts';

/** What OpenSSL says of a certificate, and Node of its name (node:tls, "X509 certificate error codes"). */
const CERTIFICATE =
  /CERT|SELF_SIGNED|UNABLE_TO|ERR_TLS_CERT|INVALID_(CA|PURPOSE)|PATH_LENGTH|HOSTNAME_MISMATCH|UNSPECIFIED/;

/** An error of TLS as the RFC 9209 error type that it is: an alert of the upstream, a bad certificate, or a breach of TLS. */
export function tlsFailure(error: unknown): UpstreamFailure {
  const { code = 'EUNKNOWN', message = '' } = error as NodeJS.ErrnoException;
  if (/ALERT/.test(code) || /SSL alert number/.test(message)) return new UpstreamFailure('tls_alert_received', code);
  if (code === 'ECONNRESET' || code === 'EPIPE') return new UpstreamFailure('connection_terminated', code);
  if (CERTIFICATE.test(code) || /certificate|too small|too weak/.test(message))
    return new UpstreamFailure('tls_certificate_error', code);
  return new UpstreamFailure('tls_protocol_error', code);
}

/** Whether an error is one of TLS, and not of the connection under it. */
export function isTlsError(error: unknown): boolean {
  return /^ERR_(SSL|TLS)_/.test((error as NodeJS.ErrnoException).code ?? '');
}
