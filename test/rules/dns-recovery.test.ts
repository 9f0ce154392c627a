import t from 'tap';
import dnsRecovery from '../../harness/rules/dns-recovery.ts';
import { answer, exchange, factsWith, seen } from '../support/evidence.ts';
import { judgeRule } from './judge-rule.ts';

/** The upstream's address in evidence from support/evidence.ts. */
const OWN = '127.9.0.2';
const record = (at: number, ...addresses: string[]) => seen(at, { kind: 'record', name: 'app.test', addresses });
const connection = (at: number) => seen(at, { kind: 'connection', remotePort: 40_000, scripted: true });
const query = (at: number, ttl: number) => seen(at, { kind: 'query', name: 'app.test', type: 'A', answer: OWN, ttl });
const failed = (startedAt: number, more = {}) => exchange({ startedAt, raw: answer(502), ...more });
const judge = (observations: ReturnType<typeof seen>[], exchanges: ReturnType<typeof exchange>[] = []) =>
  judgeRule(dnsRecovery, 'OP-26', factsWith({ exchanges, observations }));

t.test('a new connection to the old address is a finding once the TTL and the grace are over', (t) => {
  const moved = [record(0, OWN), record(1000, '127.0.0.66')];
  t.match(judge([...moved, connection(2600)]), [
    { actual: 'connection 1, 1.6 s after the record changed', timed: true },
  ]);
  t.strictSame(judge([...moved, connection(2400)]), [], 'in time');
  t.strictSame(judge([...moved, record(2000, OWN), connection(2600)]), [], 'it is the address again');
  t.equal(judge([record(0, OWN), record(1000), connection(2600)]).length, 1, 'the name is gone');
  t.end();
});

t.test('an answer may be used until its TTL is over', (t) => {
  const moved = (ttl: number) => [record(0, OWN), query(500, ttl), record(1000, '127.0.0.66')];
  t.strictSame(judge([...moved(5), connection(6900)]), []);
  t.equal(judge([...moved(5), connection(7100)]).length, 1);
  t.end();
});

t.test('a resolver that says now this and now that tells nothing', (t) => {
  const unclear = seen(1000, { kind: 'record', name: 'app.test', addresses: null });
  t.strictSame(judge([record(0, OWN), unclear, connection(9000)], [failed(9000)]), []);
  t.end();
});

t.test('a request that does not find the new address is a finding', (t) => {
  const back = [record(0, '127.0.0.66'), record(1000, OWN)];
  t.match(judge(back, [failed(2600)]), [{ actual: /^502 complete.* 1\.6 s after the record changed$/ }]);
  t.strictSame(judge(back, [failed(2400)]), [], 'in time');
  t.strictSame(judge(back, [failed(2600, { fault: 'firewall-drop' })]), [], 'another fault is armed');
  t.end();
});
