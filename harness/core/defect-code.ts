/** What a kind of defect in a response is, where the grammar says so, and what it spoils. */
interface DefectKind {
  readonly what: string;
  readonly source: string;
  /**
   * `framing`: a recipient can no longer tell, or two recipients may tell differently, where the message ends;
   * `octet`: a dangerous octet in the head; `grammar`: all else.
   */
  readonly spoils: 'framing' | 'octet' | 'grammar';
}

/** Every kind of defect that the client's parser reports, by its stable code. */
export const DEFECTS = {
  'no-status-line': { what: 'octets that do not begin with HTTP/', source: 'RFC 9112 section 4', spoils: 'framing' },
  'bytes-before-status-line': {
    what: 'line ends before the status line',
    source: 'RFC 9112 section 2.1',
    spoils: 'framing',
  },
  'bad-status-line': { what: 'a status line that cannot be read', source: 'RFC 9112 section 4', spoils: 'framing' },
  'bad-version': {
    what: 'a version that is neither HTTP/1.0 nor HTTP/1.1',
    source: 'RFC 9112 section 2.3',
    spoils: 'grammar',
  },
  'bad-status': { what: 'a status that is not three digits', source: 'RFC 9112 section 4', spoils: 'grammar' },
  'status-out-of-range': { what: 'a status outside 100 to 599', source: 'RFC 9110 section 15', spoils: 'grammar' },
  'bad-status-line-space': {
    what: 'white space other than single spaces in the status line',
    source: 'RFC 9112 section 4',
    spoils: 'grammar',
  },
  'no-space-after-status': { what: 'no space after the status', source: 'RFC 9112 section 4', spoils: 'grammar' },
  'bare-lf': { what: 'a line ended by LF alone', source: 'RFC 9112 section 2.2', spoils: 'octet' },
  'bare-cr': { what: 'a CR that is not followed by LF', source: 'RFC 9112 section 2.2', spoils: 'octet' },
  nul: { what: 'a NUL', source: 'RFC 9110 section 5.5', spoils: 'octet' },
  'control-character': { what: 'a control character', source: 'RFC 9110 section 5.5', spoils: 'octet' },
  'space-before-first-field': {
    what: 'white space before the first field',
    source: 'RFC 9112 section 2.2',
    spoils: 'grammar',
  },
  'obs-fold': { what: 'a folded field line', source: 'RFC 9112 section 5.2', spoils: 'grammar' },
  'missing-colon': { what: 'a field line without a colon', source: 'RFC 9112 section 5', spoils: 'grammar' },
  'empty-field-name': { what: 'a field line without a name', source: 'RFC 9112 section 5', spoils: 'grammar' },
  'space-before-colon': {
    what: 'white space between field name and colon',
    source: 'RFC 9112 section 5.1',
    spoils: 'grammar',
  },
  'bad-field-name': { what: 'a field name that is not a token', source: 'RFC 9110 section 5.1', spoils: 'grammar' },
  'incomplete-head': {
    what: 'a head that was cut before its empty line',
    source: 'RFC 9112 section 8',
    spoils: 'grammar',
  },
  'bad-content-length': {
    what: 'a Content-Length that is not a number',
    source: 'RFC 9112 section 6.3',
    spoils: 'framing',
  },
  'conflicting-content-length': {
    what: 'Content-Length values that differ',
    source: 'RFC 9112 section 6.3',
    spoils: 'framing',
  },
  'repeated-content-length': {
    what: 'the same Content-Length more than once',
    source: 'RFC 9110 section 8.6',
    spoils: 'grammar',
  },
  'forbidden-content-length': {
    what: 'Content-Length in a 1xx or 204 response',
    source: 'RFC 9110 section 8.6',
    spoils: 'grammar',
  },
  'content-length-and-transfer-encoding': {
    what: 'both Content-Length and Transfer-Encoding',
    source: 'RFC 9112 section 6.2',
    spoils: 'framing',
  },
  'forbidden-transfer-encoding': {
    what: 'Transfer-Encoding in a 1xx or 204 response',
    source: 'RFC 9112 section 6.1',
    spoils: 'framing',
  },
  'transfer-encoding-in-http-1.0': {
    what: 'Transfer-Encoding in an HTTP/1.0 response',
    source: 'RFC 9112 section 6.1',
    spoils: 'framing',
  },
  'bad-transfer-encoding': {
    what: 'a Transfer-Encoding other than chunked, which is all that the client accepts',
    source: 'RFC 9112 section 6.1',
    spoils: 'framing',
  },
  'bad-chunk-size': { what: 'a chunk size that is not hexadecimal', source: 'RFC 9112 section 7.1', spoils: 'framing' },
  'chunk-size-overflow': { what: 'a chunk size beyond 2^53', source: 'RFC 9112 section 7.1', spoils: 'framing' },
  'bad-chunk-extension': {
    what: 'a chunk extension that is none',
    source: 'RFC 9112 section 7.1.1',
    spoils: 'framing',
  },
  'missing-chunk-end': {
    what: 'chunk data that is not followed by CRLF',
    source: 'RFC 9112 section 7.1',
    spoils: 'framing',
  },
  'bare-lf-in-chunk': { what: 'LF alone in chunked framing', source: 'RFC 9112 section 2.2', spoils: 'framing' },
} as const satisfies Readonly<Record<string, DefectKind>>;

/** Stable code of a kind of defect. */
export type DefectCode = keyof typeof DEFECTS;

/** What a defect spoils. */
export function defectSpoils(code: DefectCode): DefectKind['spoils'] {
  return DEFECTS[code].spoils;
}
