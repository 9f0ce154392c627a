/**
 * The errors that this gateway makes itself: RFC 9209 section 2.3 token -> the status recommended there, and what happened
 * in plain words. The words name no address, port, file or errno (RFC 9209 section 4). `http_request_error` has the
 * status of the refusal.
 */
export const ERROR_TYPES = {
  dns_timeout: [504, 'The name of the upstream was not resolved in time.'],
  dns_error: [502, 'The name of the upstream could not be resolved.'],
  destination_not_found: [500, 'No upstream is configured for this path.'],
  destination_ip_unroutable: [502, 'There is no route to the upstream.'],
  connection_refused: [502, 'The upstream refused the connection.'],
  connection_terminated: [502, 'The upstream closed the connection before it answered.'],
  connection_limit_reached: [503, 'The upstream has as many requests as it may have at once.'],
  connection_timeout: [504, 'The connection to the upstream was not made in time.'],
  connection_read_timeout: [504, 'The upstream did not answer in time.'],
  connection_write_timeout: [504, 'The upstream did not take the request in time.'],
  tls_protocol_error: [502, 'A secure connection to the upstream could not be made or kept.'],
  tls_certificate_error: [502, 'The upstream could not be verified by its certificate.'],
  tls_alert_received: [502, 'The upstream refused a secure connection.'],
  http_request_error: [400, 'The request could not be understood.'],
  http_response_incomplete: [502, 'The upstream sent only a part of its response.'],
  http_response_header_section_size: [502, 'The upstream sent a header section that is too large.'],
  http_response_trailer_section_size: [502, 'The upstream sent a trailer section that is too large.'],
  http_response_transfer_coding: [502, 'The upstream sent a body whose transfer coding is not valid.'],
  http_response_timeout: [504, 'The upstream did not complete its response in time.'],
  http_protocol_error: [502, 'The upstream sent a response that is not valid HTTP.'],
  proxy_internal_error: [500, 'The gateway failed.'],
  proxy_loop_detected: [502, 'The request goes round in a loop.'],
} as const;

/** A proxy error type token that this gateway uses. */
export type ErrorType = keyof typeof ERROR_TYPES;
