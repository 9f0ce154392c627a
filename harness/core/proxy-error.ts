/**
 * Proxy error types and the status that RFC 9209 recommends for each (sections 2.3.1 to 2.3.32; section 2.1.1 makes the
 * status a SHOULD). Only the types that a fault of ours can provoke are listed.
 */
export const PROXY_ERRORS = {
  dns_timeout: 504,
  dns_error: 502,
  destination_ip_unroutable: 502,
  connection_refused: 502,
  connection_terminated: 502,
  connection_timeout: 504,
  connection_read_timeout: 504,
  connection_write_timeout: 504,
  connection_limit_reached: 503,
  tls_protocol_error: 502,
  tls_certificate_error: 502,
  tls_alert_received: 502,
  http_response_incomplete: 502,
  http_response_header_section_size: 502,
  http_response_header_size: 502,
  http_response_transfer_coding: 502,
  http_response_timeout: 504,
  http_protocol_error: 502,
  proxy_loop_detected: 502,
} as const;

/** A proxy error type token of RFC 9209. */
export type ProxyError = keyof typeof PROXY_ERRORS;

/** The status that RFC 9209 recommends for an error type. */
export function recommendedStatus(error: ProxyError): number {
  return PROXY_ERRORS[error];
}
