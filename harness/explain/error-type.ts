/** What a type of RFC 9209 says, for people. */
interface Words {
  /** The status that the RFC recommends for it; null where it says "as applicable". */
  readonly status: number | null;
  /** What happened, as half a sentence: `the server behind it refused the connection`. */
  readonly means: string;
}

/**
 * All proxy error types of RFC 9209 (sections 2.3.1 to 2.3.32) in words. Pages that no standard describes are read into the
 * same types, so that all gateways speak one language here.
 */
export const ERROR_TYPES = {
  dns_timeout: { status: 504, means: 'nobody answered when it looked up the name of the server behind it' },
  dns_error: { status: 502, means: 'the name of the server behind it could not be looked up' },
  destination_not_found: { status: 500, means: 'it does not know which server is responsible for this request' },
  destination_unavailable: { status: 503, means: 'it holds every server behind it for out of order, and asks none' },
  destination_ip_prohibited: { status: 502, means: 'the server behind it has an address that it must not use' },
  destination_ip_unroutable: { status: 502, means: 'there is no way through the network to the server behind it' },
  connection_refused: { status: 502, means: 'the server behind it refused the connection: nothing listens there' },
  connection_terminated: {
    status: 502,
    means: 'the server behind it broke off the connection before the answer was whole',
  },
  connection_timeout: { status: 504, means: 'the server behind it could not be connected to in time' },
  connection_read_timeout: { status: 504, means: 'the server behind it was connected and did not answer in time' },
  connection_write_timeout: { status: 504, means: 'the server behind it did not take the request in time' },
  connection_limit_reached: {
    status: 503,
    means: 'there are as many connections to the server behind it as are allowed',
  },
  tls_protocol_error: { status: 502, means: 'encryption with the server behind it could not be set up' },
  tls_certificate_error: { status: 502, means: 'the server behind it has a certificate that is not trusted' },
  tls_alert_received: { status: 502, means: 'the server behind it called the encryption off' },
  http_request_error: { status: null, means: 'the request itself is not accepted' },
  http_request_denied: { status: 403, means: 'a rule forbids this request' },
  http_response_incomplete: { status: 502, means: 'the answer of the server behind it is cut short' },
  http_response_header_section_size: { status: 502, means: 'the head of the answer from behind it is too large' },
  http_response_header_size: { status: 502, means: 'a header field in the answer from behind it is too large' },
  http_response_body_size: { status: 502, means: 'the answer from behind it is larger than it may be' },
  http_response_trailer_section_size: { status: 502, means: 'the trailers of the answer from behind it are too large' },
  http_response_trailer_size: { status: 502, means: 'a trailer in the answer from behind it is too large' },
  http_response_transfer_coding: { status: 502, means: 'the answer from behind it is in chunks that cannot be read' },
  http_response_content_coding: {
    status: 502,
    means: 'the answer from behind it is compressed in a way that cannot be read',
  },
  http_response_timeout: { status: 504, means: 'the answer of the server behind it took longer than it may' },
  http_upgrade_failed: { status: 502, means: 'it could not agree on an HTTP version with the server behind it' },
  http_protocol_error: { status: 502, means: 'what came from the server behind it is not valid HTTP' },
  proxy_internal_response: { status: null, means: 'it answered by itself, by a rule of its own, and asked nobody' },
  proxy_internal_error: { status: 500, means: 'something went wrong within the gateway itself' },
  proxy_configuration_error: { status: 500, means: 'the gateway is not configured as it should be' },
  proxy_loop_detected: { status: 502, means: 'the request came round in a circle to the gateway itself' },
} as const satisfies Readonly<Record<string, Words>>;

/** A proxy error type of RFC 9209. */
export type ErrorType = keyof typeof ERROR_TYPES;

/** Whether a text is the name of one. */
export function isErrorType(text: string): text is ErrorType {
  return Object.hasOwn(ERROR_TYPES, text);
}
