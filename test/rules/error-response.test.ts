import t from 'tap';
import type { Exchange } from '../../harness/core/evidence.ts';
import errorResponse from '../../harness/rules/error-response.ts';
import { answer, exchange, factsWith, upstreamSaid } from '../support/evidence.ts';
import { judgeRule } from './judge-rule.ts';

/** What a rule says of an error for which no upstream answered. */
function judge(id: string, one: Partial<Exchange> & { raw: string }) {
  return judgeRule(errorResponse, id, factsWith({ exchanges: [exchange(one)] }));
}

const HTML = { 'Content-Type': 'text/html; charset=utf-8' };

t.test('R-9110-9.3.2-1: an error in answer to a HEAD ends with its head', (t) => {
  const rule = 'R-9110-9.3.2-1';
  const head = answer(502, { 'Content-Length': '11' });
  t.strictSame(judge(rule, { method: 'HEAD', raw: head }), []);
  t.match(judge(rule, { method: 'HEAD', raw: `${head}Bad Gateway` }), [
    { expected: 'a 502 that ends with its head', actual: '11 octets behind it: "Bad Gateway"' },
  ]);
  t.strictSame(judge(rule, { raw: answer(502, {}, 'Bad Gateway') }), [], 'a GET has a body');
  const said = answer(404, { 'Content-Length': '5' });
  const observations = upstreamSaid(said, { method: 'HEAD' });
  const passedOn = factsWith({ exchanges: [exchange({ method: 'HEAD', raw: `${said}hello` })], observations });
  t.strictSame(judgeRule(errorResponse, rule, passedOn), [], "the upstream's own is another rule's affair");
  t.end();
});

t.test('R-9110-15.6-1: an error explains itself, but to a HEAD', (t) => {
  const rule = 'R-9110-15.6-1';
  t.match(judge(rule, { raw: answer(502) }), [{ actual: '502 with an empty body' }]);
  t.strictSame(judge(rule, { raw: answer(502, {}, 'no') }), []);
  t.strictSame(judge(rule, { method: 'HEAD', raw: answer(502) }), []);
  t.strictSame(judge(rule, { raw: answer(502), aborted: 'rst' }), [], 'the client was gone');
  t.strictSame(judge(rule, { raw: answer(502, { 'Content-Length': '9' }), ended: 'fin' }), [], 'it was cut');
  t.strictSame(judge(rule, { raw: answer(404) }), []);
  const raw = answer(503);
  const passedOn = factsWith({ exchanges: [exchange({ raw })], observations: upstreamSaid(raw) });
  t.strictSame(judgeRule(errorResponse, rule, passedOn), [], "the upstream's own may be empty");
  t.end();
});

t.test('OP-43: the body of an error has a type', (t) => {
  t.match(judge('OP-43', { raw: answer(502, {}, 'no') }), [{ actual: '502 with 2 octets of unnamed type' }]);
  t.strictSame(judge('OP-43', { raw: answer(502, HTML, 'no') }), []);
  t.strictSame(judge('OP-43', { raw: answer(502) }), [], 'no body, no type');
  t.end();
});

t.test('OP-42: JSON for who accepts JSON alone, HTML for who accepts HTML alone', (t) => {
  const ask = (accept: string, type: string, body: string) =>
    judge('OP-42', { fields: [['Accept', accept]], raw: answer(502, { 'Content-Type': type }, body) });
  t.match(ask('application/json', 'text/html', '<html>'), [
    { expected: 'JSON, which alone the client accepts, or an empty body', actual: 'text/html: "<html>"' },
  ]);
  t.equal(ask('text/html', 'text/plain', 'no').length, 1);
  for (const type of ['application/json', 'application/problem+json; charset=utf-8', 'text/json'])
    t.strictSame(ask('application/json', type, '{}'), [], type);
  t.strictSame(ask('text/html', 'application/xhtml+xml', '<html/>'), []);
  t.strictSame(ask('application/json', 'text/html', ''), [], 'an empty body');
  for (const accept of ['*/*', 'application/json, */*', 'text/html, application/json', 'image/png'])
    t.strictSame(ask(accept, 'text/plain', 'no'), [], accept);
  t.strictSame(judge('OP-42', { raw: answer(502, HTML, 'no') }), [], 'without Accept');
  t.end();
});

t.test('OP-42: what is called JSON is JSON', (t) => {
  const raw = (body: string, more = {}) => answer(502, { 'Content-Type': 'application/json', ...more }, body);
  t.match(judge('OP-42', { raw: raw('<html>') }), [{ expected: 'JSON, as Content-Type says', actual: '"<html>"' }]);
  t.strictSame(judge('OP-42', { raw: raw('{"status":502}') }), []);
  t.strictSame(judge('OP-42', { raw: raw('\x1f\x8b', { 'Content-Encoding': 'gzip' }) }), [], 'it is coded');
  t.strictSame(judge('OP-42', { raw: raw('{"st', { 'Content-Length': '9' }), ended: 'fin' }), [], 'it was cut');
  t.end();
});

t.test('OP-35: an error does not say that it is fresh', (t) => {
  const said = (fields: Record<string, string>) => judge('OP-35', { raw: answer(502, fields) });
  for (const control of ['max-age=60', 'public', 's-maxage="5"', 'public, max-age=0'])
    t.match(said({ 'Cache-Control': control }), [{ actual: `502 with Cache-Control: ${control}` }]);
  for (const control of ['no-store', 'max-age=0', 'no-cache, max-age=60', 'private, max-age=60', 's-maxage=0'])
    t.strictSame(said({ 'Cache-Control': control }), [], control);
  const [now, later] = ['Sun, 06 Nov 1994 08:49:37 GMT', 'Sun, 06 Nov 1994 08:50:37 GMT'];
  t.equal(said({ Date: now, Expires: later }).length, 1);
  t.strictSame(said({ Date: now, Expires: now }), []);
  t.strictSame(said({ Date: now, Expires: '0' }), []);
  t.strictSame(said({ Date: now, Expires: later, 'Cache-Control': 'max-age=0' }), [], 'max-age counts');
  t.strictSame(said({}), []);
  t.end();
});
