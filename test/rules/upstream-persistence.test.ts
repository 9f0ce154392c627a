import t from 'tap';
import type { Exchange, Observation } from '../../harness/core/evidence.ts';
import persistence from '../../harness/rules/upstream-persistence.ts';
import { answer, exchange, factsWith, seen, upstreamSaid } from '../support/evidence.ts';
import { judgeRule } from './judge-rule.ts';

type Given = Partial<Exchange> & { raw?: string; ms?: number };

function judge(rule: string, exchanges: readonly Given[], observations: readonly Observation[]) {
  return judgeRule(persistence, rule, factsWith({ exchanges: exchanges.map((one) => exchange(one)), observations }));
}

/** The end of the upstream's connection, as it saw it. */
function closed(at: number, by: 'peer-fin' | 'peer-rst'): Observation {
  return seen(at, { kind: 'closed', by, received: 50, sent: 0 } as Observation);
}

t.test('a timeout ends in a FIN to the upstream', (t) => {
  const rule = 'R-9112-9.5-1';
  const late = { raw: answer(504), ms: 1010 };
  const asked = upstreamSaid('');
  t.match(judge(rule, [late], [...asked, closed(2005, 'peer-rst')]), [
    { actual: 'an RST to it (app connection 1 request 1)' },
  ]);
  t.strictSame(judge(rule, [late], [...asked, closed(2005, 'peer-fin')]), []);
  t.strictSame(judge(rule, [late], [...asked, closed(1200, 'peer-rst')]), [], 'no timeout was over');
  t.strictSame(judge(rule, [late], [...asked, closed(4000, 'peer-rst')]), [], 'the gateway was stopped');
  t.strictSame(judge(rule, [{ ...late, aborted: 'rst' }], [...asked, closed(2005, 'peer-rst')]), []);
  const half = upstreamSaid('HTTP/1.1 200 OK\r\n');
  t.strictSame(judge(rule, [late], [...half, closed(2005, 'peer-rst')]), [], 'octets may have lain unread');
  t.end();
});

t.test('and in no RST to the client', (t) => {
  const rule = 'R-9112-9.5-1';
  t.match(judge(rule, [{ raw: answer(504), ended: 'rst' }], []), [{ actual: 'an RST' }]);
  t.strictSame(judge(rule, [{ raw: answer(504), ended: 'fin' }], []), []);
  t.strictSame(judge(rule, [{ raw: answer(502), ended: 'rst' }], []), []);
  const upload = { method: 'POST', body: { bytes: 9, hash: '' }, bodySent: 3 };
  t.strictSame(judge(rule, [{ raw: answer(504), ended: 'rst', ...upload }], []), [], 'an upload is for another rule');
  t.end();
});

t.test('a pooled connection that was closed long ago is not used', (t) => {
  const rule = 'R-9112-9.5-2';
  const post = { method: 'POST', raw: answer(502), startedAt: 2000 };
  const fin = (at: number, step = 'close') => seen(at, { kind: 'step', index: 2, step, last: true } as Observation);
  const used = upstreamSaid('', { method: 'POST', from: 2001, nth: 2 });
  t.match(judge(rule, [post], [fin(1200), ...used]), [
    {
      expected: 'a connection that is open',
      actual: /^app connection 1 request 2, 801 ms behind the upstream's FIN \(502/,
    },
  ]);
  t.equal(judge(rule, [post], [fin(1200, 'half-close'), ...used]).length, 1);
  t.strictSame(judge(rule, [post], [fin(1800), ...used]), [], 'that was a race');
  t.strictSame(judge(rule, [{ ...post, raw: answer(200) }], [fin(1200), ...used]), [], 'nobody was hurt');
  t.strictSame(judge(rule, [post], [fin(2100), ...used]), []);
  t.strictSame(judge(rule, [post], used), []);
  const again = upstreamSaid('', { method: 'POST', from: 2010, connection: 2 });
  t.strictSame(judge(rule, [post], [fin(1200), ...used, ...again]), [], 'a new connection failed as well');
  t.end();
});

t.test('no request follows a response that said close', (t) => {
  const rule = 'R-9112-9.6-1';
  const first = (fields: Readonly<Record<string, string>>) => upstreamSaid(answer(200, fields));
  const second = upstreamSaid(answer(200), { id: 'steps-2', from: 1100, nth: 2 });
  const both = [{}, { id: 'steps-2', startedAt: 1090 }];
  t.match(judge(rule, both, [...first({ connection: 'Close' }), ...second]), [
    { actual: 'app connection 1 request 2: GET /', exchange: 'steps-2' },
  ]);
  t.strictSame(judge(rule, both, [...first({}), ...second]), []);
  const elsewhere = upstreamSaid(answer(200), { id: 'steps-2', from: 1100, connection: 2 });
  t.strictSame(judge(rule, both, [...first({ Connection: 'close' }), ...elsewhere]), []);
  t.strictSame(judge(rule, [{}], first({ Connection: 'close' })), []);
  t.end();
});
