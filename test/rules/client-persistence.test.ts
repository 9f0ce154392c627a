import t from 'tap';
import type { Exchange } from '../../harness/core/evidence.ts';
import persistence from '../../harness/rules/client-persistence.ts';
import { answer, exchange, factsWith, upstreamSaid } from '../support/evidence.ts';
import { judgeRule } from './judge-rule.ts';

type Given = Partial<Exchange> & { raw?: string; ms?: number };

/** What a rule says of one exchange, or of several. */
function judge(rule: string, ...exchanges: readonly Given[]) {
  return judgeRule(persistence, rule, factsWith({ exchanges: exchanges.map((one) => exchange(one)) }));
}

const OWN_502 = answer(502, {}, 'sorry');
const CLOSING_502 = answer(502, { Connection: 'close' }, 'sorry');
/** The close that came `ms` behind the end of the exchange, which was at 1005. */
const closed = (ms: number) => ({ endedLater: { how: 'fin', at: 1005 + ms } }) as const;
const upload = { method: 'POST', body: { bytes: 100, hash: '' } };

t.test('a connection with an HTTP/1.0 client ends', (t) => {
  const rule = 'R-9112-9.3-3';
  const old = { version: '1.0', raw: answer(502, { Connection: 'keep-alive' }) } as const;
  t.match(judge(rule, old), [{ actual: '502 complete, connection kept' }]);
  t.strictSame(judge(rule, { ...old, ended: 'fin' }), []);
  t.strictSame(judge(rule, { ...old, version: '1.1' }), []);
  t.strictSame(judge(rule, { ...old, raw: CLOSING_502 }), [], 'a close that was announced is for another rule');
  t.strictSame(judge(rule, { ...old, aborted: 'fin' }), []);
  t.end();
});

t.test("a client connection outlives the gateway's own error", (t) => {
  const rule = 'R-9112-9.5-4';
  t.strictSame(judge(rule, { raw: OWN_502 }), []);
  t.match(judge(rule, { raw: CLOSING_502, ended: 'fin' }), [
    { expected: 'a connection that is kept', actual: '502 complete, closed by FIN, with Connection: close' },
  ]);
  t.equal(judge(rule, { raw: OWN_502, ended: 'rst' }).length, 1);
  t.match(judge(rule, { raw: OWN_502, ...closed(1) }), [
    { actual: '502 complete, connection kept, then FIN 1 ms later' },
  ]);
  t.strictSame(judge(rule, { raw: OWN_502, ...closed(400) }), [], 'idle for too long');
  t.end();
});

t.test('but not where there was a reason to close', (t) => {
  const rule = 'R-9112-9.5-4';
  const closing = { raw: CLOSING_502, ended: 'fin' } as const;
  t.equal(judge(rule, closing).length, 1);
  t.strictSame(judge(rule, { ...closing, version: '1.0' }), []);
  t.strictSame(judge(rule, { ...closing, fields: [['Connection', 'close']] }), []);
  t.strictSame(judge(rule, { ...closing, ...upload, bodySent: 50 }), [], 'the rest of a body is on its way');
  const whole = exchange({ ...closing, ...upload, bodySent: 100 });
  const read = factsWith({ exchanges: [whole], observations: upstreamSaid('', { method: 'POST' }) });
  t.equal(judgeRule(persistence, rule, read).length, 1, 'an upload that was read to its end');
  t.strictSame(judgeRule(persistence, rule, factsWith({ exchanges: [whole] })), [], 'and one that may not have been');
  t.strictSame(judge(rule, { ...closing, ...upload, bodySent: 0, continued: 'not-sent' }), []);
  t.strictSame(judge(rule, { ...closing, raw: answer(501, { Connection: 'close' }) }), [], 'the request was at fault');
  t.strictSame(judge(rule, { ...closing, raw: answer(400, { Connection: 'close' }) }), []);
  t.strictSame(
    judge(rule, { ...closing, raw: 'HTTP/1.1 502 Bad\r\nConnection: close\r\n\r\n' }),
    [],
    'ended by the close',
  );
  t.strictSame(
    judge(rule, { raw: answer(200, { Connection: 'close', 'X-Gatecrash-Id': 'steps-1' }), ended: 'fin' }),
    [],
  );
  t.end();
});

t.test('a close is announced', (t) => {
  const rule = 'R-9112-9.6-2';
  t.strictSame(judge(rule, {}), []);
  t.equal(judge(rule, { ended: 'fin' }).length, 1);
  t.match(judge(rule, closed(2)), [{ actual: '200 complete, connection kept, then FIN 2 ms later' }]);
  t.strictSame(judge(rule, closed(300)), [], 'it was idle');
  t.strictSame(judge(rule, { raw: CLOSING_502, ended: 'fin' }), []);
  t.strictSame(judge(rule, { ended: 'fin', fields: [['Connection', 'close']] }), [], 'the client wanted it');
  t.strictSame(judge(rule, { ended: 'fin', version: '1.0' }), []);
  t.strictSame(
    judge(rule, { raw: 'HTTP/1.1 200 OK\r\n\r\nhello', ended: 'fin' }),
    [],
    'the close is the end of the body',
  );
  t.strictSame(judge(rule, { raw: answer(200, { 'Content-Length': '9' }, 'hello'), ended: 'fin' }), [], 'a cut');
  t.strictSame(judge(rule, { ended: 'fin', ...upload, bodySent: 3 }), [], 'an early answer is for another rule');
  t.strictSame(judge(rule, { ended: 'fin', ...upload, bodySent: 100 }), [], 'as is one that used none of the body');
  t.end();
});

t.test('a close that was announced comes within a second', (t) => {
  const rule = 'R-9112-9.6-3';
  const open = { raw: CLOSING_502, ended: 'kept', endedAt: 2010 } as const;
  t.match(judge(rule, open), [{ actual: '502 complete, connection kept, with Connection: close', timed: true }]);
  for (const ended of ['fin', 'rst'] as const) t.strictSame(judge(rule, { ...open, ended }), []);
  t.strictSame(judge(rule, { ...open, endedAt: 1500 }), [], 'the client did not wait for long');
  t.strictSame(judge(rule, { ...open, raw: OWN_502 }), []);
  t.strictSame(judge(rule, { ...open, ...upload, bodySent: 3 }), []);
  t.strictSame(judge(rule, { ...open, aborted: 'rst' }), []);
  t.end();
});

t.test('a connection that was kept behind an error serves the next request', (t) => {
  const rule = 'OP-36';
  const next = { id: 'steps-2', nth: 2, startedAt: 1100, raw: '', ended: 'fin' } as const;
  t.match(judge(rule, { raw: OWN_502 }, next), [{ actual: 'no byte, closed by FIN', exchange: 'steps-2' }]);
  t.equal(judge(rule, { raw: OWN_502 }, { ...next, ended: 'timeout' }).length, 1);
  t.strictSame(judge(rule, { raw: OWN_502 }, { ...next, raw: OWN_502, ended: 'kept' }), []);
  t.strictSame(judge(rule, { raw: OWN_502 }, { ...next, fault: 'broken' }), [], 'its own upstream is broken');
  t.strictSame(judge(rule, { raw: OWN_502 }, { ...next, connection: 2, nth: 1 }), []);
  t.strictSame(judge(rule, {}, next), [], 'no error was before');
  t.end();
});
