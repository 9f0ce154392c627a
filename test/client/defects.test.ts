import t from 'tap';
import { DEFECTS } from '../../harness/core/defect-code.ts';
import { defectCodes, parse } from './parse.ts';

const OK = 'HTTP/1.1 200 OK\r\n';
const CHUNKED = `${OK}Transfer-Encoding: chunked\r\n\r\n`;

/** Octets -> the defects that are in them. */
const CASES: readonly (readonly [octets: string, codes: readonly string[], method?: string])[] = [
  ['SSH-2.0-OpenSSH_9.2', ['no-status-line']],
  ['HTTPS?', ['no-status-line']],
  [`\r\n${OK}Content-Length: 0\r\n\r\n`, ['bytes-before-status-line']],
  ['HTTP/1.1\r\n\r\n', ['bad-status-line']],
  ['HTTP/1.1 abc OK\r\n\r\n', ['bad-status-line']],
  ['HTTP/1.1 20x OK\r\n\r\n', ['bad-status-line']],
  ['HTTP/9.9 200 OK\r\nContent-Length: 0\r\n\r\n', ['bad-version']],
  ['HTTP/1.9 200 OK\r\nContent-Length: 0\r\n\r\n', ['bad-version']],
  ['http/1.1 200 OK\r\nContent-Length: 0\r\n\r\n', ['bad-version']],
  ['HTTP/1.1 20 OK\r\nContent-Length: 0\r\n\r\n', ['bad-status']],
  ['HTTP/1.1 2000 OK\r\nContent-Length: 0\r\n\r\n', ['bad-status']],
  ['HTTP/1.1 099 OK\r\nContent-Length: 0\r\n\r\n', ['status-out-of-range']],
  ['HTTP/1.1 999 OK\r\nContent-Length: 0\r\n\r\n', ['status-out-of-range']],
  ['HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n', ['no-space-after-status']],
  ['HTTP/1.1 200 \r\nContent-Length: 0\r\n\r\n', []],
  ['HTTP/1.1  200 OK\r\nContent-Length: 0\r\n\r\n', ['bad-status-line-space']],
  ['HTTP/1.1\t200\tOK\r\nContent-Length: 0\r\n\r\n', ['bad-status-line-space']],
  ['HTTP/1.1 200 OK\nContent-Length: 0\r\n\r\n', ['bare-lf']],
  [`${OK}Content-Length: 0\n\r\n`, ['bare-lf']],
  [`${OK}Content-Length: 0\r\n\n`, ['bare-lf']],
  ['HTTP/1.1 200 O\rK\r\nContent-Length: 0\r\n\r\n', ['bare-cr']],
  [`${OK}X: a\rb\r\nContent-Length: 0\r\n\r\n`, ['bare-cr']],
  [`${OK}X: a\0b\r\nContent-Length: 0\r\n\r\n`, ['nul']],
  [`${OK}X: a\x01b\x7f\r\nContent-Length: 0\r\n\r\n`, ['control-character']],
  [`${OK}X: a\tb\r\nContent-Length: 0\r\n\r\n`, []],
  [`${OK} X: a\r\nContent-Length: 0\r\n\r\n`, ['space-before-first-field']],
  [`${OK}X: a\r\n b\r\nContent-Length: 0\r\n\r\n`, ['obs-fold']],
  [`${OK}X\r\nContent-Length: 0\r\n\r\n`, ['missing-colon']],
  [`${OK}: a\r\nContent-Length: 0\r\n\r\n`, ['empty-field-name']],
  [`${OK}X : a\r\nContent-Length: 0\r\n\r\n`, ['space-before-colon']],
  [`${OK}X Y: a\r\nContent-Length: 0\r\n\r\n`, ['bad-field-name']],
  [`${OK}X`, ['incomplete-head']],
  [`${OK}Content-Length: abc\r\n\r\n`, ['bad-content-length']],
  [`${OK}Content-Length: +2\r\n\r\n`, ['bad-content-length']],
  [`${OK}Content-Length: -1\r\n\r\n`, ['bad-content-length']],
  [`${OK}Content-Length: 0x2\r\n\r\n`, ['bad-content-length']],
  [`${OK}Content-Length:\r\n\r\n`, ['bad-content-length']],
  [`${OK}Content-Length: 2, 3\r\n\r\n`, ['conflicting-content-length']],
  [`${OK}Content-Length: 2\r\nContent-Length: 3\r\n\r\n`, ['conflicting-content-length']],
  [`${OK}Content-Length: 0\r\nContent-Length: 00\r\n\r\n`, ['repeated-content-length']],
  ['HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n', ['forbidden-content-length']],
  ['HTTP/1.1 204 No Content\r\nTransfer-Encoding: chunked\r\n\r\n', ['forbidden-transfer-encoding']],
  ['HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n', []],
  [`${OK}Content-Length: 9\r\n\r\n`, [], 'HEAD'],
  [`${OK}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`, ['content-length-and-transfer-encoding']],
  ['HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n', ['transfer-encoding-in-http-1.0']],
  [`${OK}Transfer-Encoding: chunked, gzip\r\n\r\n`, ['bad-transfer-encoding']],
  [`${OK}Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`, ['bad-transfer-encoding']],
  [`${OK}Transfer-Encoding: foo\r\n\r\n`, ['bad-transfer-encoding']],
  [`${CHUNKED}xyz\r\n`, ['bad-chunk-size']],
  [`${CHUNKED}\r\n`, ['bad-chunk-size']],
  [`${CHUNKED}0x5\r\nhello\r\n0\r\n\r\n`, ['bad-chunk-extension']],
  [`${CHUNKED}-5\r\nhello\r\n0\r\n\r\n`, ['bad-chunk-size']],
  [`${CHUNKED}1000000000000000005\r\nhello\r\n0\r\n\r\n`, ['chunk-size-overflow']],
  [`${CHUNKED}5 x\r\nhello\r\n0\r\n\r\n`, ['bad-chunk-extension']],
  [`${CHUNKED}5\r\nhelloX\r\n0\r\n\r\n`, ['missing-chunk-end']],
  [`${CHUNKED}5\nhello\n0\n\r\n`, ['bare-lf-in-chunk']],
  [`${CHUNKED}0\r\nX : y\r\n\r\n`, ['space-before-colon']],
];

t.test('each deviation from the grammar is named by its code', (t) => {
  for (const [octets, codes, method] of CASES) t.strictSame(defectCodes(octets, method), codes, JSON.stringify(octets));
  t.end();
});

t.test('every kind of defect is met in the table above', (t) => {
  const met = new Set(CASES.flatMap(([, codes]) => codes));
  t.strictSame(
    Object.keys(DEFECTS).filter((code) => !met.has(code)),
    [],
  );
  t.end();
});

t.test('a defect tells its offset, and how often it came', (t) => {
  t.strictSame(parse(`${OK}X: \0\r\nY: \0\r\nContent-Length: 0\r\n\r\n`).defects, [
    { code: 'nul', message: 'a NUL at offset 20, and 1 more (RFC 9110 section 5.5)' },
  ]);
  t.strictSame(parse(`${CHUNKED}5\r\nhelloX\r\n`).defects, [
    {
      code: 'missing-chunk-end',
      message: 'chunk data that is not followed by CRLF at offset 55 (RFC 9112 section 7.1)',
    },
  ]);
  t.end();
});

t.test('what can be read behind a defect is read', (t) => {
  const fields = (lines: string) => parse(`${OK}${lines}Content-Length: 0\r\n\r\n`).final?.fields.slice(0, -1);
  t.strictSame(fields('X : a\r\n'), [['X', 'a']]);
  t.strictSame(fields('X: a\r\n \t b \r\nY: c\r\n'), [
    ['X', 'a b'],
    ['Y', 'c'],
  ]);
  t.strictSame(fields(' A: b\r\nX: a\r\n'), [['X', 'a']]);
  t.strictSame(fields('nonsense\r\n folded\r\n: a\r\nX:\t a \r\n'), [['X', 'a']]);
  t.match(parse('HTTP/1.1 999\r\nContent-Length: 2\r\n\r\nab').final, { status: 999, complete: true });
  t.end();
});

t.test('a response with broken framing is never complete, and nothing behind it is read', (t) => {
  for (const octets of [
    `${OK}Content-Length: 2, 3\r\n\r\nhello`,
    `${OK}Content-Length: -1\r\n\r\nhello`,
    `${CHUNKED}xyz\r\n0\r\n\r\n`,
    `${CHUNKED}5\r\nhelloX\r\n0\r\n\r\n`,
    `${CHUNKED}1000000000000000005\r\nhello\r\n0\r\n\r\n`,
  ]) {
    const { final, state, leftover } = parse(octets, { end: 'fin' });
    t.match(final, { status: 200, complete: false }, octets);
    t.equal(state, 'lost', octets);
    t.equal(leftover, 0, octets);
  }
  t.end();
});
