import t from 'tap';
import type { Exchange, Observation } from '../../harness/core/evidence.ts';
import uploads from '../../harness/rules/uploads.ts';
import { answer, exchange, factsWith, requestSeen, upstreamSaid } from '../support/evidence.ts';
import { judgeRule } from './judge-rule.ts';

type Given = Partial<Exchange> & { raw?: string };

/** What the upstream did: what it said, who ended its connection, and whether it got the whole body. */
interface Upstream {
  readonly said: string;
  readonly ended?: 'peer-fin' | 'our-fin' | 'our-rst';
  readonly whole?: boolean;
}

/** What a rule says of a POST of 1000 bytes, of which the client sent 400 unless said otherwise. */
function judge(rule: string, given: Given, upstream?: Upstream, more: readonly Observation[] = []) {
  const post = exchange({ method: 'POST', body: { bytes: 1000, hash: '' }, bodySent: 400, ...given });
  const seen = upstream ? upstreamSaid(upstream.said, { method: 'POST', ...upstream }) : [];
  const kept = seen.filter(({ kind }) => upstream?.whole || kind !== 'request-end');
  return judgeRule(uploads, rule, factsWith({ exchanges: [post], observations: [...kept, ...more] }));
}

const OK = answer(200, { 'X-Gatecrash-Id': 'steps-1' }, 'hello\n');
const TOO_LARGE = answer(413, { Connection: 'close', 'X-Gatecrash-Id': 'steps-1' }, 'no');

t.test('an early answer does not end the upload', (t) => {
  const rule = 'R-9110-7.5-1';
  const sent = { raw: OK, bodySent: 1000 };
  t.match(judge(rule, sent, { said: OK, ended: 'peer-fin' }), [
    { expected: 'all 1000 bytes of the request behind the early 200' },
  ]);
  t.strictSame(judge(rule, sent, { said: OK, ended: 'peer-fin', whole: true }), [], 'all of it came');
  t.strictSame(judge(rule, { ...sent, bodySent: 400 }, { said: OK, ended: 'peer-fin' }), [], 'the client stopped');
  t.strictSame(judge(rule, sent, { said: OK, ended: 'our-fin' }), [], 'the upstream closed');
  t.strictSame(judge(rule, sent, { said: OK }), [], 'it may still be under way');
  t.strictSame(judge(rule, { ...sent, raw: TOO_LARGE }, { said: TOO_LARGE, ended: 'peer-fin' }), []);
  const closing = answer(200, { Connection: 'close' });
  t.strictSame(judge(rule, sent, { said: closing, ended: 'peer-fin' }), [], 'it said that it will close');
  t.strictSame(judge(rule, { ...sent, aborted: 'rst' }, { said: OK, ended: 'peer-fin' }), []);
  t.end();
});

t.test('an early answer says whether the connection goes on', (t) => {
  const rule = 'R-9110-10.1.1-3';
  t.match(judge(rule, { raw: answer(502), ended: 'rst' }), [
    { actual: '502 complete, reset, 400 of 1000 bytes of the body sent' },
  ]);
  t.equal(judge(rule, { raw: answer(502), ended: 'kept' }).length, 1, 'neither closed nor read');
  t.strictSame(judge(rule, { raw: answer(502, { Connection: 'close' }), ended: 'fin' }), []);
  t.strictSame(judge(rule, { raw: answer(502), bodySent: 1000 }), []);
  const swallowed = { raw: answer(502), bodySent: 1000, endedLater: { how: 'fin', at: 1015 } } as const;
  t.equal(judge(rule, swallowed).length, 1, 'closed, and the kernel had taken all of it');
  t.strictSame(judge(rule, swallowed, { said: '', whole: true }), [], 'the whole request was used');
  t.strictSame(judge(rule, { raw: answer(502), ended: 'rst', fields: [['Connection', 'close']] }), []);
  t.strictSame(judge(rule, { raw: answer(417), continued: 'not-sent', bodySent: 0 }), [], 'it waited for a 100');
  t.strictSame(judge(rule, { raw: answer(502), version: '1.0', ended: 'fin' }), []);
  t.strictSame(judge(rule, { raw: '', ended: 'rst' }), [], 'no answer is for another rule');
  t.end();
});

t.test('the rest of a body is no request', (t) => {
  const rule = 'R-9112-9.3-2';
  const sent = Buffer.from('POST / HTTP/1.1\r\n\r\nGET /admin HTTP/1.1\r\nHost: a\r\n\r\n');
  const smuggled = (target: string, id: string | null = null) =>
    requestSeen(1100, id, { connection: 2, target } as Partial<Observation>);
  t.match(judge(rule, { sent, raw: answer(502) }, undefined, [smuggled('/admin')]), [
    { actual: 'GET /admin at upstream app, out of the body of POST /' },
  ]);
  t.strictSame(judge(rule, { sent, raw: answer(502) }, undefined, [smuggled('/health')]), [], "a gateway's own probe");
  t.strictSame(judge(rule, { sent, raw: answer(502) }), []);
  t.match(judge(rule, { raw: `${answer(502)}${answer(400)}` }), [{ actual: /^40 more octets behind the early 502/ }]);
  t.strictSame(judge(rule, { raw: `${OK}${answer(400)}` }, { said: OK, whole: true }), [], 'for OP-32');
  t.end();
});

t.test('an error that comes during the upload is passed on', (t) => {
  const rule = 'R-9112-9.5-3';
  const early = { said: TOO_LARGE, ended: 'our-fin' } as const;
  t.match(judge(rule, { raw: answer(502) }, early), [
    { expected: "the upstream's own 413", actual: '502 complete, connection kept' },
  ]);
  t.equal(judge(rule, { raw: '', ended: 'rst' }, early).length, 1);
  t.strictSame(judge(rule, { raw: TOO_LARGE, ended: 'fin' }, early), []);
  t.strictSame(judge(rule, { raw: answer(502) }, { ...early, ended: 'our-rst' }), [], 'an RST destroys it');
  t.strictSame(judge(rule, { raw: answer(502) }, { ...early, whole: true }), [], 'it came behind the whole body');
  t.strictSame(judge(rule, { raw: answer(502) }, { ...early, said: TOO_LARGE.slice(0, 30) }), []);
  t.strictSame(judge(rule, { raw: answer(502) }, { ...early, said: OK }), [], 'no error');
  t.end();
});

t.test('an early answer can be read', (t) => {
  const rule = 'OP-37';
  const early = { said: TOO_LARGE, ended: 'our-fin' } as const;
  t.match(judge(rule, { raw: TOO_LARGE, ended: 'rst' }, early), [
    { expected: 'an answer and a FIN', actual: '413 complete, reset, 400 of 1000 bytes of the body sent' },
  ]);
  t.equal(judge(rule, { raw: answer(502), ended: 'rst' }).length, 1);
  t.equal(judge(rule, { raw: '', ended: 'rst' }, early).length, 1, 'it destroyed the answer');
  t.strictSame(judge(rule, { raw: TOO_LARGE, ended: 'fin' }, early), []);
  t.strictSame(judge(rule, { raw: TOO_LARGE, ended: 'rst' }, { ...early, whole: true }), [], 'nothing was on its way');
  const cut = { said: answer(200, { 'Content-Length': '9' }, 'x'), ended: 'our-fin' } as const;
  t.strictSame(judge(rule, { raw: cut.said, ended: 'rst' }, cut), [], 'the RST tells of the cut');
  t.strictSame(judge(rule, { raw: '', ended: 'rst' }), [], 'there was no answer');
  t.end();
});
