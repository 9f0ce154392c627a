/** Where on the way to an answer it ended. */
export type Stage = 'name' | 'connection' | 'encryption' | 'answer';

/** Why no answer came at all. */
export interface NoAnswer {
  readonly stage: Stage;
  /** What the system calls it: `ECONNREFUSED`. */
  readonly code: string;
  /** What happened: one sentence. */
  readonly means: string;
  /** Whether it can lie at the visitor's own end. */
  readonly yours: 'hardly' | 'maybe';
  /** Whether the same may go well a moment later. */
  readonly passing: boolean;
}

type Row = readonly [code: RegExp, stage: Stage, yours: NoAnswer['yours'], passing: boolean, means: string];

/** The codes of Node.js, OpenSSL and undici, and those that browsers write into archives (`net::ERR_…`, `NS_ERROR_…`). */
const ROWS: readonly Row[] = [
  [
    /ENOTFOUND|NAME_NOT_RESOLVED|NS_ERROR_UNKNOWN_HOST/,
    'name',
    'maybe',
    false,
    'No address is known for this name: the resolver says that there is none.',
  ],
  [
    /EAI_AGAIN|DNS_TIMED_OUT|DNS_/,
    'name',
    'maybe',
    true,
    'The address for this name could not be looked up: no resolver answered.',
  ],
  [
    /ECONNREFUSED|CONNECTION_REFUSED/,
    'connection',
    'hardly',
    true,
    'The machine is there, but nothing listens on this port, or a firewall refuses.',
  ],
  [
    /UND_ERR_CONNECT_TIMEOUT|ETIMEDOUT|CONNECTION_TIMED_OUT|NET_TIMEOUT/,
    'connection',
    'maybe',
    true,
    'Nobody answered when a connection was to be made: the machine is down, or a firewall drops what is sent.',
  ],
  [
    /EHOSTUNREACH|ENETUNREACH|ENETDOWN|EADDRNOTAVAIL|ADDRESS_UNREACHABLE|INTERNET_DISCONNECTED|NETWORK_CHANGED/,
    'connection',
    'maybe',
    true,
    'There is no way through the network to that machine.',
  ],
  [
    /CERT_HAS_EXPIRED/,
    'encryption',
    'maybe',
    false,
    "The site's certificate has expired (or the clock of this computer is wrong).",
  ],
  [
    /CERT_NOT_YET_VALID|CERT_DATE_INVALID/,
    'encryption',
    'maybe',
    false,
    "The site's certificate is not valid at this time (or the clock of this computer is wrong).",
  ],
  [
    /ERR_TLS_CERT_ALTNAME_INVALID|CERT_COMMON_NAME_INVALID/,
    'encryption',
    'hardly',
    false,
    "The site's certificate is for another name.",
  ],
  [
    /SELF_SIGNED_CERT|DEPTH_ZERO_SELF_SIGNED|UNABLE_TO_|CERT_UNTRUSTED|CERT_AUTHORITY_INVALID|CERT_/,
    'encryption',
    'hardly',
    false,
    "The site's certificate comes from nobody who is trusted: it is self-signed, or a part of its chain is missing.",
  ],
  [
    /EPROTO|ERR_SSL_|SSL_|TLS/,
    'encryption',
    'hardly',
    false,
    'The encryption could not be set up: that port does not speak TLS, or not such as is asked for.',
  ],
  [
    /UND_ERR_HEADERS_TIMEOUT|TIMED_OUT/,
    'answer',
    'hardly',
    true,
    'The connection was made and the request was sent, but no answer came in time.',
  ],
  [/UND_ERR_BODY_TIMEOUT/, 'answer', 'hardly', true, 'An answer began, and then nothing more came.'],
  [
    /HPE_|HTTPParserError|UND_ERR_HEADERS_OVERFLOW|INVALID_HTTP_RESPONSE|INVALID_CHUNKED|RESPONSE_HEADERS_/,
    'answer',
    'hardly',
    true,
    'What came back is not valid HTTP.',
  ],
  [
    /UND_ERR_SOCKET|ECONNRESET|EPIPE|EMPTY_RESPONSE|CONNECTION_CLOSED|CONNECTION_RESET|CONNECTION_ABORTED|NET_RESET|HTTP2_/,
    'answer',
    'hardly',
    true,
    'The connection was made and then closed before an answer was whole.',
  ],
  [/CONTENT_LENGTH_MISMATCH/, 'answer', 'hardly', true, 'The answer was shorter than announced.'],
];

/** What a code means; one that is not known is told as it is. */
export function noAnswer(code: string): NoAnswer {
  const row = ROWS.find(([pattern]) => pattern.test(code));
  if (!row) return { stage: 'answer', code, means: 'No answer came.', yours: 'maybe', passing: true };
  const [, stage, yours, passing, means] = row;
  return { stage, code, means, yours, passing };
}

/** The code of anything thrown: its own, or the first among its causes that has one. */
export function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code } = error as NodeJS.ErrnoException;
  if (typeof code === 'string' && !(error instanceof AggregateError && code === '')) return code;
  const inner = error instanceof AggregateError ? error.errors[0] : error.cause;
  return inner === undefined ? error.name : codeOf(inner);
}
