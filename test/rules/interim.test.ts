import t from 'tap';
import type { Exchange, Observation } from '../../harness/core/evidence.ts';
import interim from '../../harness/rules/interim.ts';
import { answer, exchange, factsWith, upstreamSaid } from '../support/evidence.ts';
import { judgeRule } from './judge-rule.ts';

const OWN = { 'X-Gatecrash-Id': 'steps-1' };
const PAGE = answer(200, OWN, 'page');
const hints = (fields = 'Link: </a.css>\r\n') => `HTTP/1.1 103 Early Hints\r\n${fields}\r\n`;
const said = (status: number) => `HTTP/1.1 ${status} Some\r\n\r\n`;

function judgeSeen(id: string, observations: readonly Observation[], got: string, one: Partial<Exchange> = {}) {
  return judgeRule(interim, id, factsWith({ exchanges: [exchange({ raw: got, ...one })], observations }));
}

/** What a rule says where the upstream said this, and the client got that. */
function judge(id: string, from: string, got: string, one: Partial<Exchange> = {}) {
  return judgeSeen(id, upstreamSaid(from), got, one);
}

t.test('R-9110-15.2-1: an HTTP/1.0 client gets no 1xx', (t) => {
  const old = { version: '1.0' } as const;
  t.strictSame(judge('R-9110-15.2-1', hints() + PAGE, PAGE, old), []);
  t.match(judge('R-9110-15.2-1', hints() + PAGE, hints() + PAGE, old), [{ actual: 'a 103' }]);
  t.match(judge('R-9110-15.2-1', PAGE, said(100) + PAGE, old), [{ actual: 'a 100' }], 'nor one of the gateway');
  t.match(judge('R-9110-15.2-1', said(101), said(101), old), [{ actual: 'a 101' }]);
  t.strictSame(judge('R-9110-15.2-1', hints() + PAGE, hints() + PAGE), [], 'an HTTP/1.1 client may');
  t.end();
});

t.test('R-9110-15.2-2: the final response comes through whatever 1xx came before it', (t) => {
  const many = said(100) + said(102) + hints() + PAGE;
  t.strictSame(judge('R-9110-15.2-2', many, many), []);
  t.strictSame(judge('R-9110-15.2-2', many, PAGE), [], 'dropped, but survived');
  t.match(judge('R-9110-15.2-2', many, answer(502)), [
    {
      expected: "the upstream's 200, which came after 100, 102, 103",
      actual: '502 complete, connection kept',
    },
  ]);
  t.equal(judge('R-9110-15.2-2', many, '', { ended: 'fin' }).length, 1);
  t.equal(judge('R-9110-15.2-2', many, hints(), { ended: 'timeout' }).length, 1, 'the 103 alone');
  t.end();
});

t.test('R-9110-15.2-2: what else was wrong with the answer may be the reason', (t) => {
  const refused = (from: string) => judge('R-9110-15.2-2', from, answer(502));
  t.strictSame(refused(PAGE), [], 'no 1xx');
  t.strictSame(refused(said(102).repeat(6) + PAGE), [], 'more than a client need bear');
  t.strictSame(refused(said(101) + PAGE), [], 'another protocol');
  t.strictSame(refused(hints('Content-Length: 5\r\n') + PAGE), []);
  t.strictSame(refused(hints() + PAGE.slice(0, -1)), [], 'a cut body');
  t.strictSame(refused(hints() + answer(205, {}, 'page')), [], 'a 205 with content');
  t.strictSame(refused(`${hints()}${PAGE}surplus`), []);
  t.strictSame(refused(hints()), [], 'no final response');
  t.end();
});

t.test('R-9110-15.2-2: so may an RST, lateness, or a client that left', (t) => {
  const from = hints() + PAGE;
  const reset = upstreamSaid(from, { ended: 'our-rst' });
  t.strictSame(judgeSeen('R-9110-15.2-2', reset, answer(502)), []);
  const late = upstreamSaid(from).map((event) => (event.kind === 'sent' ? { ...event, at: 2001 } : event));
  t.strictSame(judgeSeen('R-9110-15.2-2', late, answer(504)), []);
  t.strictSame(judge('R-9110-15.2-2', from, '', { aborted: 'fin' }), []);
  t.end();
});

t.test('R-9110-15.2-3: a 103 before an answer that is passed on is passed on', (t) => {
  t.strictSame(judge('R-9110-15.2-3', hints() + PAGE, hints() + PAGE), []);
  t.match(judge('R-9110-15.2-3', hints() + PAGE, PAGE), [
    { expected: 'the 103 before the 200', actual: '200 without the 103' },
  ]);
  t.equal(judge('R-9110-15.2-3', hints() + hints() + PAGE, hints() + PAGE).length, 1, 'each of them');
  t.equal(judge('R-9110-15.2-3', said(142) + PAGE, PAGE).length, 1, 'and what nobody knows');
  t.end();
});

t.test('R-9110-15.2-3: 100 and 102 may be dropped, and all of them before an error', (t) => {
  t.strictSame(judge('R-9110-15.2-3', said(100) + said(102) + PAGE, PAGE), []);
  t.strictSame(judge('R-9110-15.2-3', hints() + PAGE, answer(502)), []);
  t.strictSame(judge('R-9110-15.2-3', hints() + PAGE, PAGE, { version: '1.0' }), []);
  t.strictSame(judge('R-9110-15.2-3', hints('Content-Length: 5\r\n') + PAGE, PAGE), [], 'a malformed one');
  t.end();
});

t.test('R-9110-15.2-4: what an upstream sends as the content of a 1xx goes nowhere', (t) => {
  const from = `${hints('Content-Length: 5\r\n')}early${PAGE}`;
  for (const got of [PAGE, hints() + PAGE, answer(502), hints() + answer(502, {}, 'early'), ''])
    t.strictSame(judge('R-9110-15.2-4', from, got), [], got);
  t.match(judge('R-9110-15.2-4', from, `${hints()}early${PAGE}`), [
    { actual: '118 bytes that are no response, connection kept, with "early"' },
  ]);
  t.equal(judge('R-9110-15.2-4', from, `early${PAGE}`).length, 1, 'without the 103 as well');
  t.equal(judge('R-9110-15.2-4', from, answer(200, {}, `early${PAGE}`)).length, 1, 'nor as content of the final one');
  t.end();
});

t.test('R-9110-15.2-4: it speaks of nothing else that is no response', (t) => {
  t.strictSame(judge('R-9110-15.2-4', `${hints()}early`, 'early'), [], 'no content was claimed');
  t.strictSame(judge('R-9110-15.2-4', 'early', 'early'), []);
  t.strictSame(
    judge('R-9110-15.2-4', `${hints('Content-Length: 1\r\n')}a${PAGE}`, PAGE),
    [],
    'too little to know it by',
  );
  t.end();
});

t.test('R-8297-2-1: the fields of a 103 are not those of the final response', (t) => {
  const from = hints('Link: </a.css>\r\nSet-Cookie: a=1\r\n') + PAGE;
  t.strictSame(judge('R-8297-2-1', from, from), []);
  t.match(judge('R-8297-2-1', from, answer(200, { ...OWN, 'set-cookie': 'a=1' }, 'page')), [
    { actual: '200 with `Set-Cookie: a=1` of the 103' },
  ]);
  t.end();
});

t.test('R-8297-2-1: nor are they those of an error, of whatever attempt they came from', (t) => {
  t.equal(judge('R-8297-2-1', hints(), answer(502, { Link: '</a.css>' })).length, 1);
  t.strictSame(judge('R-8297-2-1', hints(), answer(502, { Link: '</other.css>' })), []);
  const retried = [...upstreamSaid(hints()), ...upstreamSaid(PAGE, { connection: 2, from: 1010 })];
  t.equal(judgeSeen('R-8297-2-1', retried, answer(200, { ...OWN, Link: '</a.css>' }, 'page')).length, 1);
  t.end();
});

t.test('R-8297-2-1: what the final response has itself, and what a gateway has of its own, is right', (t) => {
  const both = answer(200, { ...OWN, Link: '</a.css>' }, 'page');
  t.strictSame(judge('R-8297-2-1', hints() + both, hints() + both), []);
  t.match(judge('R-8297-2-1', hints() + both, both.replace('Link:', 'Link: </a.css>\r\nLink:')), [{}], 'but not twice');
  t.strictSame(judge('R-8297-2-1', hints('Server: x\r\n') + PAGE, answer(200, { ...OWN, Server: 'x' }, 'page')), []);
  t.strictSame(judge('R-8297-2-1', said(102).replace('\r\n\r\n', '\r\nX: y\r\n\r\n'), answer(502, { X: 'y' })), []);
  t.end();
});
