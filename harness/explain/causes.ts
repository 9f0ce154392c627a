import type { ErrorType } from './error-type.ts';

/** No connection came about, within its time or at all. */
export const NOT_CONNECTED: readonly ErrorType[] = [
  'connection_refused',
  'connection_timeout',
  'destination_ip_unroutable',
];

/** Encryption with the server behind it did not come about. */
export const NO_TLS: readonly ErrorType[] = ['tls_protocol_error', 'tls_certificate_error', 'tls_alert_received'];

/** Its name did not lead anywhere. */
export const NO_NAME: readonly ErrorType[] = ['dns_error', 'dns_timeout'];

/** It answered, in a way that cannot be passed on. */
export const BAD_ANSWER: readonly ErrorType[] = [
  'http_protocol_error',
  'http_response_transfer_coding',
  'http_response_header_section_size',
  'http_response_header_size',
];

/** It ended the connection before, or within, its answer. */
export const BROKEN_OFF: readonly ErrorType[] = ['connection_terminated', 'http_response_incomplete'];

/** It was connected and took too long. */
export const TOO_SLOW: readonly ErrorType[] = [
  'connection_read_timeout',
  'connection_write_timeout',
  'http_response_timeout',
];

/** Nothing behind it is involved: a limit, a rule or a defect of its own. */
export const OF_ITS_OWN: readonly ErrorType[] = ['proxy_internal_error', 'proxy_configuration_error'];
