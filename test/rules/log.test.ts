import t from 'tap';
import log from '../../harness/rules/log.ts';
import { answer, exchange, factsWith, upstreamSaid } from '../support/evidence.ts';
import { judgeRule } from './judge-rule.ts';

/** A line of the aftermath: with it all lines of the steps are there. */
const LAST = '"GET /canary" 200 id=aftermath-12';

/** What OP-46 says of two errors and this log. */
function judgeLog(...lines: string[]) {
  const exchanges = [
    exchange({ raw: answer(502) }),
    exchange({ id: 'steps-11', startedAt: 2000, raw: answer(504) }),
    exchange({ id: 'aftermath-12', phase: 'aftermath', startedAt: 3000 }),
  ];
  return judgeRule(log, 'OP-46', factsWith({ exchanges, gateway: { log: lines } }));
}

function judge(...lines: string[]) {
  return judgeLog(...lines, LAST);
}

t.test('each error has a line with the status or the cause', (t) => {
  t.strictSame(judge('"GET /" 502 id=steps-1', '"GET /" 504 id=steps-11'), []);
  t.strictSame(judge('id=steps-1: connection refused', '{"id":"steps-11","error":"connection_read_timeout"}'), []);
  t.match(judge('"GET /" 502 id=steps-1'), [
    { exchange: 'steps-11', actual: '504, and no such line for steps-11', expected: /^a line in the log/ },
  ]);
  t.match(judge('"GET /" 502 id=steps-1', '"GET /" id=steps-11 bytes=15040'), [{ exchange: 'steps-11' }]);
  t.match(judge('"GET /" 504 id=steps-11'), [{ exchange: 'steps-1' }], 'the longer id is another');
  t.end();
});

t.test('a log that was read too early accuses nobody: its lines come in order', (t) => {
  t.strictSame(judgeLog('"GET /" 502 id=steps-1'), [], 'the line for steps-11 may be on its way');
  t.match(judgeLog('"GET /" 504 id=steps-11'), [{ exchange: 'steps-1' }], 'that for steps-1 is not');
  t.match(judgeLog(LAST), [{ exchange: 'steps-1' }, { exchange: 'steps-11' }]);
  t.end();
});

t.test('a log without ids says nothing, and the upstream’s errors need no line', (t) => {
  t.strictSame(judgeLog('"GET /" 200', 'connect() failed'), []);
  t.strictSame(judgeLog(), []);
  const raw = answer(503, {}, 'busy');
  const exchanges = [exchange({ raw }), exchange({ id: 'steps-2', startedAt: 2000 })];
  const facts = factsWith({ exchanges, observations: upstreamSaid(raw), gateway: { log: ['200 id=steps-2'] } });
  t.strictSame(judgeRule(log, 'OP-46', facts), []);
  t.end();
});
